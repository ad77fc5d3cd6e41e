package dev.nydusview.scan.receipt;

import dev.nydusview.scan.run.Confinement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One scanner's part of a scan.
 *
 * @param name of the scanner
 * @param version as it says itself; absent if it has none
 * @param database what tells the version of its database: files with their times of change; empty if it has none
 * @param argv the program and its arguments
 * @param ending how it ended: exited, killed, timeout, flood or missing
 * @param exitCode of the program; 128 and the number of a signal that killed it
 * @param verdict complete, failed, incomplete or ignored
 * @param problems why it is not complete, in sentences
 * @param seconds from its start to its end
 * @param configuration whether the image's configuration and history were scanned, too
 * @param stored when the scan was made whose result was kept; absent if it was made now
 * @param limits what it could take of the machine, and by which means; absent where nothing was limited
 * @param confinement what kept it from the rest of the machine, and what did not; absent of one that was not run
 * @param access what it read; absent of a directory that is no mount
 */
public record ScannerEntry(
        String name,
        @Nullable String version,
        List<String> database,
        List<String> argv,
        String ending,
        int exitCode,
        String verdict,
        List<String> problems,
        double seconds,
        boolean configuration,
        @Nullable Instant stored,
        @Nullable List<String> limits,
        @Nullable Confinement confinement,
        @Nullable AccessEntry access) {
    public ScannerEntry {
        database = List.copyOf(database);
        argv = List.copyOf(argv);
        problems = List.copyOf(problems);
        limits = limits == null ? null : List.copyOf(limits);
    }

    /** The same, answered from the results that are kept. */
    public ScannerEntry fromStore(Instant scanned) {
        return new ScannerEntry(
                name,
                version,
                database,
                argv,
                ending,
                exitCode,
                verdict,
                problems,
                seconds,
                configuration,
                scanned,
                limits,
                confinement,
                access);
    }
}

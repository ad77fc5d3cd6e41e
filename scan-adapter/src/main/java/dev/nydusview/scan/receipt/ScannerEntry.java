package dev.nydusview.scan.receipt;

import dev.nydusview.scan.run.Confinement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One scanner's part of a scan.
 *
 * @param name of the scanner
 * @param version that it reports; absent if it has none
 * @param database version of its database: files with their times of change; empty if it has none
 * @param argv the program and its arguments
 * @param ending how it ended: exited, killed, timeout, flood or missing
 * @param exitCode of the program; 128 and the number of a signal that killed it
 * @param verdict complete, failed, incomplete or ignored
 * @param problems reasons why it is not complete, in sentences
 * @param seconds from its start to its end
 * @param configuration whether the image's configuration and history were scanned, too
 * @param stored time of the scan whose result was cached; absent if the result is new
 * @param limits its limits, and the means by which they were set; absent if there were none
 * @param confinement what kept it from the rest of the machine, and what did not; absent if it was not run
 * @param access its reads; absent for a directory that is not a mount
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

    /** Returns this entry for a result from the cache. */
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

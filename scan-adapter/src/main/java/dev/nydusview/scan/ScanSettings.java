package dev.nydusview.scan;

import dev.nydusview.fuse.MountEngine;
import dev.nydusview.scan.scanner.Find;
import dev.nydusview.scan.scanner.ReportFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How images are scanned.
 *
 * @param finds what to look for; empty for what each scanner looks for by itself
 * @param format of the reports
 * @param timeout of one scanner
 * @param retries further attempts after one that was incomplete
 * @param verifyOnOpen bytes of the largest file that is verified when it is opened; negative for none
 * @param shippedProfiles fetch ahead what the profiles of the scanners say
 * @param profiles files with further profiles
 * @param budget stored bytes that may be fetched ahead at most
 * @param cache root of the disk cache, where versions and results are kept; null for none
 * @param results whether results are kept and used
 * @param maxAge results that are older are not used
 * @param hidden files and directories that programs do not get to see
 * @param engine makes the mounts
 */
public record ScanSettings(
        Set<Find> finds,
        ReportFormat format,
        Duration timeout,
        int retries,
        long verifyOnOpen,
        boolean shippedProfiles,
        List<Path> profiles,
        long budget,
        @Nullable Path cache,
        boolean results,
        Duration maxAge,
        List<Path> hidden,
        MountEngine.Factory engine) {
    public ScanSettings {
        hidden = List.copyOf(hidden);
        finds = Set.copyOf(finds);
        profiles = List.copyOf(profiles);
    }

    /** The same with another limit for how long a scanner may take. */
    public ScanSettings withTimeout(Duration other) {
        return new ScanSettings(
                finds,
                format,
                other,
                retries,
                verifyOnOpen,
                shippedProfiles,
                profiles,
                budget,
                cache,
                results,
                maxAge,
                hidden,
                engine);
    }
}

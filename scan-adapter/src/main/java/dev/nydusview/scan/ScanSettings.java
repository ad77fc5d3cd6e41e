package dev.nydusview.scan;

import dev.nydusview.scan.mount.MountSettings;
import dev.nydusview.scan.scanner.Find;
import dev.nydusview.scan.scanner.ReportFormat;
import java.util.Set;

/**
 * Settings for scanning images with scanners.
 *
 * @param finds what to look for; empty for what each scanner looks for by itself
 * @param format of the reports
 * @param profiles what is fetched ahead
 * @param results which earlier results are used
 * @param mount how the image is shown to scanners, and how these are run
 */
public record ScanSettings(
        Set<Find> finds, ReportFormat format, ProfileChoice profiles, ResultReuse results, MountSettings mount) {
    public ScanSettings {
        finds = Set.copyOf(finds);
    }

    public ScanSettings with(MountSettings other) {
        return new ScanSettings(finds, format, profiles, results, other);
    }
}

package dev.nydusview.scan;

import dev.nydusview.scan.mount.MountSettings;
import dev.nydusview.scan.scanner.Find;
import dev.nydusview.scan.scanner.ReportFormat;
import dev.nydusview.scan.scanner.Scanner;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings for scanning images with scanners.
 *
 * @param finds what to look for; empty for what each scanner looks for by itself
 * @param format of the reports; null for the usual one of each scanner
 * @param profiles what is fetched ahead
 * @param results which earlier results are used
 * @param quiet whether scanners are told to print results and failures only
 * @param mount how the image is shown to scanners, and how these are run
 */
public record ScanSettings(
        Set<Find> finds,
        @Nullable ReportFormat format,
        ProfileChoice profiles,
        ResultReuse results,
        boolean quiet,
        MountSettings mount) {
    public ScanSettings {
        finds = Set.copyOf(finds);
    }

    /** Makes settings with scanners that print what they like on standard error. */
    public ScanSettings(
            Set<Find> finds,
            @Nullable ReportFormat format,
            ProfileChoice profiles,
            ResultReuse results,
            MountSettings mount) {
        this(finds, format, profiles, results, false, mount);
    }

    /** Returns the format in which {@code scanner} is to report. */
    public ReportFormat formatOf(Scanner scanner) {
        return format == null ? scanner.formats(finds).get(0) : format;
    }

    /** Returns the same settings with scanners that are told to be quiet, or not. */
    public ScanSettings quiet(boolean other) {
        return new ScanSettings(finds, format, profiles, results, other, mount);
    }

    public ScanSettings with(MountSettings other) {
        return new ScanSettings(finds, format, profiles, results, quiet, other);
    }
}

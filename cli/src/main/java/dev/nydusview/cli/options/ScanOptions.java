package dev.nydusview.cli.options;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.Destination;
import dev.nydusview.jobs.report.FindingsFormat;
import dev.nydusview.scan.ProfileChoice;
import dev.nydusview.scan.ResultReuse;
import dev.nydusview.scan.ScanSettings;
import dev.nydusview.scan.mount.MountSettings;
import dev.nydusview.scan.scanner.Find;
import dev.nydusview.scan.scanner.ReportFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for scanners' findings and reports, and for fetching ahead. */
@HelpGroup("Scan")
public final class ScanOptions {
    /** Former name of the format SARIF of scanners, which is still accepted. */
    private static final String FORMER_SARIF = "sarif-passthrough";

    @Option(
            names = "--find",
            paramLabel = "WHAT",
            split = ",",
            description = "Kind of findings: packages (an inventory, SBOM), vulnerabilities or secrets (default: the "
                    + "scanner's own).")
    Set<Find> finds = EnumSet.noneOf(Find.class);

    @NotFromEnvironment
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            completionCandidates = ReportFormats.class,
            description =
                    "Report format: of scanners table, json, sarif, cyclonedx, spdx-json, template, junit, github "
                            + "or cosign-vuln, as far as the scanner has it; of plugins table, json, sarif or html (default: "
                            + "table, and cyclonedx for packages by trivy).")
    @Nullable
    String format;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Also fetch ahead the files that the profile FILE lists; may be repeated.")
    List<Path> profiles = List.of();

    @Option(
            names = "--no-profile",
            fallbackValue = "true",
            description = "Do not use the profiles that come with nydusview, which fetch ahead what a scanner is known "
                    + "to read, and for programs without one, what was read of the repository's images before.")
    boolean noProfile;

    @Option(
            names = "--learn",
            paramLabel = "FILE",
            description = "Write a profile of the files that were read to FILE.")
    @Nullable
    Path learn;

    @Option(
            names = "--no-result-cache",
            fallbackValue = "true",
            description = "Neither use nor store cached scan results.")
    boolean noResults;

    @Option(
            names = "--max-age",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Ignore cached scan results older than this (default: 24h).")
    Duration maxAge = Duration.ofHours(24);

    /** Settings of a scan by scanners. */
    public ScanSettings settings(MountSettings mount) throws CommandException {
        return new ScanSettings(
                finds,
                reportFormat(),
                new ProfileChoice(!noProfile, profiles),
                new ResultReuse(!noResults, maxAge),
                mount);
    }

    /** Returns the format that the user names; null for the usual one of each scanner. */
    private @Nullable ReportFormat reportFormat() throws CommandException {
        if (format == null) {
            return null;
        }
        String name = format.equalsIgnoreCase(FORMER_SARIF) ? ReportFormat.SARIF.label() : format;
        return Stream.of(ReportFormat.values())
                .filter(known -> known.label().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE,
                        "Invalid value for option '--format': '" + format
                                + "' is not table, json, sarif, cyclonedx, spdx-json, template, junit, github or "
                                + "cosign-vuln"));
    }

    /** Returns the format of plugins' findings. */
    public FindingsFormat findingsFormat() throws CommandException {
        return format == null ? FindingsFormat.TABLE : FindingsFormat.named(format);
    }

    /** Returns the place of a profile of the files that were read; null for none. */
    public @Nullable Destination learn() {
        return learn == null ? null : Destination.of(learn);
    }
}

package dev.nydusview.cli.scan;

import dev.nydusview.cli.exit.CommandException;
import dev.nydusview.cli.exit.ExitCode;
import dev.nydusview.cli.options.DurationConverter;
import dev.nydusview.cli.options.HelpGroup;
import dev.nydusview.cli.options.SizeConverter;
import dev.nydusview.cli.options.VerifyOnOpenOption;
import dev.nydusview.fuse.engine.Engines;
import dev.nydusview.scan.ScanSettings;
import dev.nydusview.scan.scanner.Find;
import dev.nydusview.scan.scanner.ReportFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How images are scanned. */
@HelpGroup("Scan")
public final class ScanOptions {
    /** The name of {@link #timeout} until that of the registry's option has been moved out of its way. */
    public static final String TIMEOUT = "--scanner-timeout";

    @Option(
            names = "--find",
            paramLabel = "WHAT",
            split = ",",
            description = "Kind of findings: packages (an inventory, SBOM), vulnerabilities or secrets (default: the "
                    + "scanner's own).")
    Set<Find> finds = EnumSet.noneOf(Find.class);

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "Report format: of scanners table, json, sarif-passthrough, cyclonedx or spdx-json, as far "
                    + "as the scanner supports it; of plugins table, json, sarif or html (default: table).")
    String format = "table";

    @Option(
            names = TIMEOUT,
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Kill a scanner that runs longer than this (default: 30m).")
    Duration timeout = Duration.ofMinutes(30);

    @Option(
            names = "--retry-incomplete",
            paramLabel = "N",
            description = "Repeat a scan up to N times while reads fail (default: 0).")
    int retries;

    @Option(
            names = "--receipt",
            paramLabel = "FILE",
            description = "Write a receipt to FILE as JSON: what was read, fetched and verified; an array for several "
                    + "images.")
    public @Nullable Path receipt;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Also fetch ahead what the profile in FILE lists; may be repeated.")
    List<Path> profiles = List.of();

    @Option(
            names = "--no-profile",
            fallbackValue = "true",
            description = "Do not use the profiles that come with nydusview, which fetch ahead what a scanner is known "
                    + "to read.")
    boolean noProfile;

    @Option(
            names = "--learn",
            paramLabel = "FILE",
            description = "Write a profile of the files that were read to FILE.")
    @Nullable
    Path learn;

    @Option(
            names = "--budget",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Fetch at most SIZE ahead (default: 256M).")
    long budget = 256L << 20;

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

    @Mixin
    public PullOptions pull = new PullOptions();

    @Mixin
    VerifyOnOpenOption verifyOnOpen = new VerifyOnOpenOption();

    /** What a scanner is to print. */
    public ReportFormat format() throws CommandException {
        return Stream.of(ReportFormat.values())
                .filter(known -> known.label().equalsIgnoreCase(format))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE,
                        "Invalid value for option '--format': '" + format
                                + "' is not table, json, sarif-passthrough, cyclonedx or spdx-json"));
    }

    /** The format as the user names it. */
    public String formatName() {
        return format;
    }

    /** Rejects contradictory options. */
    public void check() throws CommandException {
        if (retries < 0) {
            throw new CommandException(ExitCode.USAGE, "--retry-incomplete must not be negative");
        }
    }

    /**
     * What these options say.
     *
     * @param cache root of the disk cache; null for none
     * @param printed what scanners are to print
     * @param hidden what they do not get to see
     */
    public ScanSettings settings(@Nullable Path cache, ReportFormat printed, List<Path> hidden) {
        return new ScanSettings(
                finds,
                printed,
                timeout,
                retries,
                verifyOnOpen.bytes(),
                !noProfile,
                profiles,
                budget,
                cache,
                !noResults,
                maxAge,
                hidden,
                Engines.standard());
    }
}

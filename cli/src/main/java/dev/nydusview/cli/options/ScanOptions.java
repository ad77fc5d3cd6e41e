package dev.nydusview.cli.options;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
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
            description = "packages (an inventory, SBOM), vulnerabilities or secrets; what the scanner looks for by "
                    + "itself if not given.")
    Set<Find> finds = EnumSet.noneOf(Find.class);

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "What the scanner is to print: table (the default), json, sarif-passthrough, cyclonedx or "
                    + "spdx-json, as it can; of plugins: table, json, sarif or html.")
    String format = "table";

    @Option(
            names = TIMEOUT,
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Kill a scanner that takes longer; 30m if not given.")
    Duration timeout = Duration.ofMinutes(30);

    @Option(
            names = "--retry-incomplete",
            paramLabel = "N",
            description = "Scan up to N times more while reads fail; 0 if not given.")
    int retries;

    @Option(
            names = "--receipt",
            paramLabel = "FILE",
            description = "Write what was read, fetched and verified to FILE, as JSON; an array for several images.")
    public @Nullable Path receipt;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Fetch ahead what the profile in FILE says, too; may be given again.")
    List<Path> profiles = List.of();

    @Option(
            names = "--no-profile",
            fallbackValue = "true",
            description = "Do not fetch ahead what the scanner is known to read.")
    boolean noProfile;

    @Option(names = "--learn", paramLabel = "FILE", description = "Write a profile of what was read to FILE.")
    @Nullable
    public Path learn;

    @Option(
            names = "--budget",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Fetch no more than SIZE ahead; 256M if not given.")
    long budget = 256L << 20;

    @Option(
            names = "--no-result-cache",
            fallbackValue = "true",
            description = "Scan even if the result of the same scan of the same contents is kept, and keep none.")
    boolean noResults;

    @Option(
            names = "--max-age",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Use no kept result that is older; 24h if not given.")
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

    /** Throws for options that cannot be meant. */
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
                hidden);
    }
}

package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.CatalogOptions;
import dev.nydusview.cli.options.FindingsOptions;
import dev.nydusview.cli.options.FromEnvironment;
import dev.nydusview.cli.options.ImageJobsOption;
import dev.nydusview.cli.options.ImageOptions;
import dev.nydusview.cli.options.MetricsOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.options.PluginOptions;
import dev.nydusview.cli.options.ReportOptions;
import dev.nydusview.cli.options.ScanMountOptions;
import dev.nydusview.cli.options.ScanOptions;
import dev.nydusview.cli.options.ScanTimeoutOption;
import dev.nydusview.cli.options.ScannerChoice;
import dev.nydusview.cli.options.ScannerNames;
import dev.nydusview.cli.options.SecurityLogOptions;
import dev.nydusview.jobs.InstalledFiles;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.exit.ExitCodes;
import dev.nydusview.jobs.image.JobContext;
import dev.nydusview.jobs.plugin.PluginJob;
import dev.nydusview.jobs.plugin.PluginRequest;
import dev.nydusview.jobs.plugin.Reporting;
import dev.nydusview.jobs.scan.ScanJob;
import dev.nydusview.jobs.scan.ScanRequest;
import dev.nydusview.scan.scanner.Scanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scan REF...}. */
@Command(
        name = "scan",
        customSynopsis = {
            "nydusview scan [OPTIONS] REF... --scanner NAME [-- ARG...]",
            "       nydusview scan [OPTIONS] REF... -- CMD ARG... {}",
            "       nydusview scan [OPTIONS] REF... --plugins DIR",
        },
        description = {
            "Scans images and gives a verdict that accounts for every failed read.",
            "",
            "Runs scanners on the image, which is mounted lazily and visible to the scanners only. "
                    + "Scanners report success even if reads fail. Therefore the exit code is the scanner's own "
                    + "only if every byte that the scanner requested was delivered and verified; otherwise the "
                    + "scan is INCOMPLETE, whatever the scanner reports. Scanner reports go to standard output or to "
                    + "the files of --output, everything else to standard error.",
        },
        footer = {
            "  nydusview scan ghcr.io/example/app:nydus --scanner trivy --find packages --format cyclonedx",
            "  nydusview scan ghcr.io/example/app:nydus --scanner trivy --scanner clamav --receipt receipt.json",
            "  nydusview scan ghcr.io/example/app:nydus --scanner trivy,grype --format sarif -o '{scanner}.{ext}'",
            "  nydusview scan ghcr.io/example/app:nydus -- grep -rl password {}",
        })
final class ScanCommand implements Subcommand {
    static final List<ExitCode> EXIT_CODES = List.of(
            ExitCode.OK,
            ExitCode.USAGE,
            ExitCode.FINDINGS,
            ExitCode.RUN_INCOMPLETE,
            ExitCode.RUN_IMAGE,
            ExitCode.RUN_MOUNT,
            ExitCode.RUN_PROGRAM,
            ExitCode.INTERRUPTED,
            ExitCode.TERMINATED);

    private static final Path SHIPPED = Path.of("shipped");
    private static final String REST = "--";

    private final Environment environment;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..*", paramLabel = "REF", hideParamSyntax = true, description = "The images.")
    List<String> words = new ArrayList<>();

    @FromEnvironment(unless = "--plugins")
    @Option(
            names = {"-s", "--scanner"},
            completionCandidates = ScannerNames.class,
            paramLabel = "NAME",
            split = ",",
            description = "Scanner to run: trivy, syft, grype, clamav or yara; several scanners run in parallel.")
    List<String> scanners = List.of();

    @Option(
            names = "--arg",
            paramLabel = "NAME=ARG",
            description = "Additional argument ARG for the scanner NAME, if several scanners run; may be repeated.")
    List<String> arguments = List.of();

    @FromEnvironment(unless = {"-s", "--scanner", "--"})
    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "Run the plugins in DIR instead of scanners; \"shipped\" selects the plugins that come with "
                    + "nydusview; may be repeated.")
    List<Path> pluginPlaces = List.of();

    @Option(
            names = "--plugin-glob",
            paramLabel = "GLOB",
            description = "Run only plugins whose path relative to DIR matches GLOB.")
    @Nullable
    String pluginGlob;

    @Mixin
    ScanOptions options = new ScanOptions();

    @Mixin
    ScanTimeoutOption timeout = new ScanTimeoutOption();

    @Mixin
    ImageJobsOption jobs = new ImageJobsOption();

    @Mixin
    ScanMountOptions mount = new ScanMountOptions();

    @Mixin
    ReportOptions reports = new ReportOptions();

    @Mixin
    CatalogOptions catalog = new CatalogOptions();

    @Mixin
    PluginOptions plugins = new PluginOptions();

    @Mixin
    FindingsOptions findings = new FindingsOptions();

    @Mixin
    ImageOptions image = ImageOptions.ofScans();

    @Mixin
    MetricsOptions metrics = new MetricsOptions();

    @Mixin
    SecurityLogOptions security = new SecurityLogOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    ScanCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        List<String> line = spec.commandLine().getParseResult().originalArgs();
        int delimiter = line.indexOf(REST);
        int rest = delimiter < 0 ? 0 : line.size() - delimiter - 1;
        int references = words.size() - rest;
        if (references < 1 && !catalog.isUsed()) {
            throw new CommandException(ExitCode.USAGE, "REF is missing: name the image to scan");
        }
        List<String> named = words.subList(0, references);
        List<String> extra = words.subList(references, words.size());
        return pluginPlaces.isEmpty() ? scan(named, extra) : runPlugins(named, extra);
    }

    private int scan(List<String> named, List<String> extra) throws IOException {
        findings.requirePlugins();
        Map<Scanner, List<String>> chosen = ScannerChoice.of(scanners, arguments, extra);
        ScanRequest request = new ScanRequest(
                chosen,
                options.settings(mount.settings(timeout.value())),
                mount.pull(),
                reports.output(),
                reports.receipt(),
                options.learn(),
                jobs.ofScanners());
        JobContext context =
                JobContexts.of(environment, image, output, mount.engine(), metrics.settings(), security.settings());
        return new ScanJob(context, request).run(all(named, context));
    }

    private int runPlugins(List<String> named, List<String> extra) throws IOException {
        if (!scanners.isEmpty() || !extra.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE, "--plugins contradicts --scanner and programs: scan twice, the cache is shared");
        }
        List<Path> places = new ArrayList<>();
        for (Path place : pluginPlaces) {
            places.add(place(place));
        }
        PluginRequest request = plugins.request(places, pluginGlob, mount.settings(timeout.value()), output.logLevel());
        Reporting reporting = findings.reporting(options.findingsFormat(), reports, jobs.ofPlugins());
        JobContext context =
                JobContexts.of(environment, image, output, mount.engine(), metrics.settings(), security.settings());
        return new PluginJob(context, request, mount.pull(), reporting).run(all(named, context));
    }

    private static Path place(Path named) throws IOException {
        if (named.equals(SHIPPED)) {
            return InstalledFiles.plugins();
        }
        if (!Files.exists(named)
                && NearestName.of(named.toString(), List.of(SHIPPED.toString()), 0)
                        .isPresent()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--plugins " + named + ": there is no such directory; the plugins that come with nydusview are "
                            + "called " + SHIPPED);
        }
        return named;
    }

    private List<String> all(List<String> named, JobContext context) throws IOException {
        List<String> references = new ArrayList<>(named);
        references.addAll(catalog.request().references(context.images(), context.console()));
        if (references.isEmpty()) {
            throw new CommandException(ExitCode.NOT_FOUND, "no image of the catalogue matches --filter");
        }
        return references;
    }

    @Override
    public ExitCode exitCode(Throwable failure) {
        return ExitCodes.beforeRun(failure);
    }

    @Override
    public List<ExitCode> exitCodes() {
        return EXIT_CODES;
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}

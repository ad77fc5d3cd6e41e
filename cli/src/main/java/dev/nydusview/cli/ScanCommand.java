package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.CatalogOptions;
import dev.nydusview.cli.options.ImageOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.options.PluginOptions;
import dev.nydusview.cli.options.ScanOptions;
import dev.nydusview.cli.options.ScannerChoice;
import dev.nydusview.image.access.TwinPolicy;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.exit.ExitCodes;
import dev.nydusview.jobs.plugin.PluginJobFactory;
import dev.nydusview.jobs.plugin.PluginPlaces;
import dev.nydusview.jobs.scan.ScanJob;
import dev.nydusview.scan.scanner.Scanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
            "Scans images with a verdict that can be relied upon.",
            "",
            "Runs scanners over the image, mounted lazily where nobody else sees it. Scanners report success even if "
                    + "reads fail; so the exit code is that of the scanner only if every byte that it asked for was "
                    + "delivered and verified. Otherwise the scan is INCOMPLETE, whatever the scanner says. Reports go "
                    + "to standard output as the scanner makes them, everything else to standard error.",
        },
        footer = {
            "  nydusview scan ghcr.io/example/app:nydus --scanner trivy --find packages --format cyclonedx",
            "  nydusview scan ghcr.io/example/app:nydus --scanner trivy --scanner clamav --receipt receipt.json",
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
    private static final String TIMEOUT = "--timeout";
    private static final String REQUEST_TIMEOUT = "--request-timeout";
    private static final String REST = "--";

    private final Environment environment;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..*", paramLabel = "REF", hideParamSyntax = true, description = "The images.")
    List<String> words = new ArrayList<>();

    @Option(
            names = {"-s", "--scanner"},
            paramLabel = "NAME",
            split = ",",
            description = "trivy, syft, grype, clamav or yara; several run side by side.")
    List<String> scanners = List.of();

    @Option(
            names = "--arg",
            paramLabel = "NAME=ARG",
            description = "A further argument of one scanner among several; may be given again.")
    List<String> arguments = List.of();

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description =
                    "Run the plugins in DIR instead of scanners, \"shipped\" for those that come with nydusview; may "
                            + "be given again.")
    List<Path> pluginPlaces = List.of();

    @Option(
            names = "--plugin-glob",
            paramLabel = "GLOB",
            description = "Run only plugins whose paths below DIR are so.")
    @Nullable
    String pluginGlob;

    @Mixin
    ScanOptions options = new ScanOptions();

    @Mixin
    CatalogOptions catalog = new CatalogOptions();

    @Mixin
    PluginOptions plugins = new PluginOptions();

    @Mixin
    ImageOptions image = new ImageOptions(TwinPolicy.Mode.NEVER);

    @Mixin
    OutputOptions output = new OutputOptions();

    ScanCommand(Environment environment) {
        this.environment = environment;
    }

    /** Here {@code --timeout} is the scanner's, and the registry's has another name. */
    static CommandSpec settle(CommandSpec spec) {
        rename(spec, TIMEOUT, REQUEST_TIMEOUT);
        rename(spec, ScanOptions.TIMEOUT, TIMEOUT, ScanOptions.TIMEOUT);
        return spec;
    }

    private static void rename(CommandSpec spec, String from, String... to) {
        OptionSpec option = spec.findOption(from);
        spec.remove(option);
        spec.addOption(OptionSpec.builder(option).names(to).build());
    }

    @Override
    public Integer call() throws IOException {
        options.check();
        List<String> line = spec.commandLine().getParseResult().originalArgs();
        int delimiter = line.indexOf(REST);
        int rest = delimiter < 0 ? 0 : line.size() - delimiter - 1;
        int references = words.size() - rest;
        if (references < 1 && !catalog.isUsed()) {
            throw new CommandException(ExitCode.USAGE, "say which image to scan: REF is missing");
        }
        List<String> named = words.subList(0, references);
        List<String> extra = words.subList(references, words.size());
        return pluginPlaces.isEmpty() ? scan(named, extra) : runPlugins(named, extra);
    }

    private int scan(List<String> named, List<String> extra) throws IOException {
        Map<Scanner, List<String>> chosen = ScannerChoice.of(scanners, arguments, extra);
        return new ScanJob(environment, image, options, output, chosen).run(all(named));
    }

    private int runPlugins(List<String> named, List<String> extra) throws IOException {
        if (!scanners.isEmpty() || !extra.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE, "--plugins contradicts --scanner and programs: scan twice, the cache is shared");
        }
        List<Path> places = new ArrayList<>();
        for (Path place : pluginPlaces) {
            places.add(place.equals(SHIPPED) ? PluginPlaces.shipped() : place);
        }
        return new PluginJobFactory(environment, image, options, plugins, output)
                .make(places, pluginGlob)
                .run(all(named));
    }

    private List<String> all(List<String> named) throws IOException {
        List<String> references = new ArrayList<>(named);
        references.addAll(catalog.references(image, environment));
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

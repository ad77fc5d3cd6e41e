package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.FindingsFormats;
import dev.nydusview.cli.options.FindingsOptions;
import dev.nydusview.cli.options.ImageJobsOption;
import dev.nydusview.cli.options.ImageOptions;
import dev.nydusview.cli.options.MetricsOptions;
import dev.nydusview.cli.options.NotFromEnvironment;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.options.PluginOptions;
import dev.nydusview.cli.options.ReportOptions;
import dev.nydusview.cli.options.ScanMountOptions;
import dev.nydusview.cli.options.ScanTimeoutOption;
import dev.nydusview.cli.options.SecurityLogOptions;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.exit.ExitCodes;
import dev.nydusview.jobs.image.JobContext;
import dev.nydusview.jobs.plugin.PluginJob;
import dev.nydusview.jobs.plugin.PluginRequest;
import dev.nydusview.jobs.plugin.Reporting;
import dev.nydusview.jobs.report.FindingsFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plugin run}. */
@Command(
        name = "run",
        description = {
            "Runs one plugin, or all plugins in a directory, on images.",
            "",
            "The image is mounted lazily and visible to the plugins only; file data is fetched and "
                    + "verified when it is read. Findings go to standard output or to the file of --output, log "
                    + "messages to standard error. "
                    + "As with scan, the result counts only if every byte that a plugin requested was delivered "
                    + "and verified.",
        },
        footer = {
            "  nydusview plugin run ./hello-plugin ghcr.io/example/app:nydus",
            "  nydusview plugin run /opt/plugins ghcr.io/example/app:nydus --format json --fail-on high",
        })
final class PluginRunCommand implements Subcommand {
    private final Environment environment;

    @Parameters(
            index = "0",
            paramLabel = "PLUGIN",
            description = "Executable of the plugin, or a directory of plugins.")
    Path plugin = Path.of("");

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "REF", hideParamSyntax = true, description = "The images.")
    List<String> references = List.of();

    @NotFromEnvironment
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            completionCandidates = FindingsFormats.class,
            description = "Output format: table, json, sarif or html (default: table).")
    String format = "table";

    @Mixin
    ScanTimeoutOption timeout = new ScanTimeoutOption();

    @Mixin
    ImageJobsOption jobs = new ImageJobsOption();

    @Mixin
    ScanMountOptions mount = new ScanMountOptions();

    @Mixin
    ReportOptions reports = new ReportOptions();

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

    PluginRunCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        PluginRequest request =
                plugins.request(List.of(plugin), null, mount.settings(timeout.value()), output.logLevel());
        Reporting reporting = findings.reporting(FindingsFormat.named(format), reports, jobs.ofPlugins());
        JobContext context =
                JobContexts.of(environment, image, output, mount.engine(), metrics.settings(), security.settings());
        return new PluginJob(context, request, mount.pull(), reporting).run(references);
    }

    @Override
    public ExitCode exitCode(Throwable failure) {
        return ExitCodes.beforeRun(failure);
    }

    @Override
    public List<ExitCode> exitCodes() {
        return ScanCommand.EXIT_CODES;
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}

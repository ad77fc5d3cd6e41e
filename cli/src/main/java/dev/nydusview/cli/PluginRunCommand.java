package dev.nydusview.cli;

import dev.nydusview.cli.exit.ExitCode;
import dev.nydusview.cli.exit.ExitCodes;
import dev.nydusview.cli.options.ImageOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.plugin.PluginJobs;
import dev.nydusview.cli.plugin.PluginOptions;
import dev.nydusview.cli.scan.ScanOptions;
import dev.nydusview.image.access.TwinPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code plugin run}. */
@Command(
        name = "run",
        description = {
            "Runs one plugin, or all plugins in a directory, on images.",
            "",
            "The image is mounted lazily and visible to the plugins only; file data is fetched and "
                    + "verified when it is read. Findings go to standard output, log messages to standard error. "
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

    @Mixin
    ScanOptions options = new ScanOptions();

    @Mixin
    PluginOptions plugins = new PluginOptions();

    @Mixin
    ImageOptions image = new ImageOptions(TwinPolicy.Mode.NEVER);

    @Mixin
    OutputOptions output = new OutputOptions();

    PluginRunCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        options.check();
        return new PluginJobs(environment, image, options, plugins, output)
                .make(List.of(plugin), null)
                .run(references);
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

package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.ImageOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.options.PluginOptions;
import dev.nydusview.cli.options.ScanOptions;
import dev.nydusview.image.access.TwinPolicy;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.exit.ExitCodes;
import dev.nydusview.jobs.plugin.PluginJobFactory;
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
            "Runs one plugin over images, or all plugins in a directory.",
            "",
            "The image is mounted lazily where only plugins see it; what they read is fetched and verified when they read "
                    + "it. What they find goes to standard output, what they log to standard error. As in scan, the result "
                    + "counts only if every byte that a plugin asked for was delivered.",
        },
        footer = {
            "  nydusview plugin run ./hello-plugin ghcr.io/example/app:nydus",
            "  nydusview plugin run /opt/plugins ghcr.io/example/app:nydus --format json --fail-on high",
        })
final class PluginRunCommand implements Subcommand {
    private final Environment environment;

    @Parameters(index = "0", paramLabel = "PLUGIN", description = "An executable, or a directory of plugins.")
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
        return new PluginJobFactory(environment, image, options, plugins, output)
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

package dev.nydusview.cli;

import dev.nydusview.cli.demo.Demo;
import dev.nydusview.cli.exit.CommandException;
import dev.nydusview.cli.exit.ExitCode;
import dev.nydusview.cli.options.OutputOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}. */
@Command(
        name = "demo",
        description = {
            "Shows all of it on a bundled image, without network: a registry, a lazy mount, a scan, what was fetched.",
            "",
            "Scans with trivy, syft or clamscan if one is on the PATH, else with a plain walk."
        },
        footer = {
            "  nydusview demo",
            "  nydusview demo -v",
            "  PATH=$PATH:/opt/trivy nydusview demo",
        })
final class DemoCommand implements Subcommand {
    private final Environment environment;

    @Option(names = "--layout", hidden = true)
    @Nullable
    Path layout;

    @Mixin
    OutputOptions output = new OutputOptions();

    DemoCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path sample = layout == null ? Bundle.directory("demo") : layout;
        if (!Files.exists(sample.resolve("index.json"))) {
            throw new CommandException(
                    ExitCode.NOT_FOUND, "the sample image is missing at " + sample + "; reinstall nydusview");
        }
        return new Demo(environment, sample, program -> FuseSetup.onPath(program, environment.variables())
                        .isPresent())
                .run();
    }

    @Override
    public List<ExitCode> exitCodes() {
        return List.of(
                ExitCode.OK, ExitCode.FAILURE, ExitCode.USAGE, ExitCode.NOT_FOUND, ExitCode.INTEGRITY, ExitCode.MOUNT);
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}

package dev.nydusview.cli;

import dev.nydusview.cli.demo.Demo;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.jobs.InstalledFiles;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.plugin.PluginFinder;
import dev.nydusview.scan.run.ProgramPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}. */
@Command(
        name = "demo",
        description = {
            "Demonstrates nydusview on a bundled image, without a network.",
            "",
            "Starts a registry, mounts the image lazily, scans it, and shows the amount of data fetched. "
                    + "Scans with trivy, syft or clamscan if one is on the PATH, otherwise by reading every file, "
                    + "and with the plugins that come with nydusview."
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

    @Option(names = "--plugins", hidden = true)
    @Nullable
    Path plugins;

    @Mixin
    OutputOptions output = new OutputOptions();

    DemoCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path sample = layout == null ? InstalledFiles.directory("demo") : layout;
        if (!Files.exists(sample.resolve("index.json"))) {
            throw new CommandException(
                    ExitCode.NOT_FOUND, "the sample image is missing at " + sample + "; reinstall nydusview");
        }
        return new Demo(
                        environment,
                        sample,
                        program -> new ProgramPath(environment.variables())
                                .find(program)
                                .isPresent(),
                        this::plugins)
                .run();
    }

    /** Runs the plugins as a user would. They may be missing where Python is not installed. */
    private int plugins(String reference, Path cache) throws IOException {
        Path place = plugins == null ? InstalledFiles.plugins() : plugins;
        boolean usable = Files.isDirectory(place)
                && !new PluginFinder(environment)
                        .find(List.of(place), null)
                        .plugins()
                        .isEmpty();
        if (!usable) {
            environment.out().write("nothing: they need python3 with click\n".getBytes(StandardCharsets.UTF_8));
            return ExitCode.OK.code();
        }
        // Our own need no network, and not every user may take it away.
        List<String> line = List.of("scan", reference, "--plugins", place.toString(), "--plugin-network");
        return Nydusview.execute(
                environment,
                Stream.concat(
                                line.stream(),
                                Stream.of("--platform", Demo.PLATFORM, "--plain-http", "--cache-dir", cache.toString()))
                        .toArray(String[]::new));
    }

    @Override
    public List<ExitCode> exitCodes() {
        return List.of(
                ExitCode.OK,
                ExitCode.FAILURE,
                ExitCode.USAGE,
                ExitCode.NOT_FOUND,
                ExitCode.INTEGRITY,
                ExitCode.MOUNT,
                ExitCode.RUN_INCOMPLETE,
                ExitCode.RUN_PROGRAM);
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}

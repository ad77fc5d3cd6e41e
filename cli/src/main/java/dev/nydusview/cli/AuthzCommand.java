package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.ImageOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.options.PluginOptions;
import dev.nydusview.cli.options.ScanOptions;
import dev.nydusview.image.access.TwinPolicy;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.judge.AuthzJobFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code authz}. */
@Command(
        name = "authz",
        description = {
            "Decides for docker which images may be pulled, run and pushed.",
            "",
            "Runs as an authorization plugin of dockerd: has plugins scan the image that docker would run, fetched from its "
                    + "registry before docker does, and allows or denies by a policy. Plain images are only judged with "
                    + "--plain=pull. One line of JSON for each decision goes to standard output. SIGHUP has the policy "
                    + "read again.",
        },
        footer = {
            "  nydusview authz --policy /etc/nydusview/authz.json --plain=pull",
            "  nydusview authz --policy authz.json --plugins /opt/plugins --socket /run/docker/plugins/gate.sock",
        })
final class AuthzCommand implements Subcommand {
    private final Environment environment;

    @Option(names = "--policy", paramLabel = "FILE", required = true, description = "What is allowed, as JSON.")
    Path policy = Path.of("");

    @Option(
            names = "--socket",
            paramLabel = "FILE",
            description = "Where docker asks; /run/docker/plugins/nydusview-authz.sock if not given.")
    Path socket = Path.of("/run/docker/plugins/nydusview-authz.sock");

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "Directories of plugins; those that come with nydusview if not given.")
    List<Path> places = List.of();

    @Mixin
    ScanOptions options = new ScanOptions();

    @Mixin
    PluginOptions plugins = new PluginOptions();

    @Mixin
    ImageOptions image = new ImageOptions(TwinPolicy.Mode.NEVER);

    @Mixin
    OutputOptions output = new OutputOptions();

    AuthzCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        options.check();
        return new AuthzJobFactory(environment, image, options, plugins, output)
                .make(policy, socket, places)
                .run();
    }

    @Override
    public List<ExitCode> exitCodes() {
        return List.of(ExitCode.FAILURE, ExitCode.USAGE, ExitCode.INTERRUPTED, ExitCode.TERMINATED);
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}

package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.DurationConverter;
import dev.nydusview.cli.options.ImageOptions;
import dev.nydusview.cli.options.MetricsOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.options.PluginOptions;
import dev.nydusview.cli.options.ScanMountOptions;
import dev.nydusview.cli.options.SecurityLogOptions;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.image.JobContext;
import dev.nydusview.jobs.judge.AuthzJob;
import dev.nydusview.jobs.judge.AuthzRequest;
import dev.nydusview.scan.mount.MountSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code authz}. */
@Command(
        name = "authz",
        description = {
            "Authorizes docker to pull, run and push images, by a policy.",
            "",
            "Runs as an authorization plugin of dockerd: plugins scan the image that docker is about to "
                    + "run, before docker fetches it, and the policy allows or denies the request. Plain images "
                    + "are judged only with --plain=pull. Each decision is written to standard output as one line "
                    + "of JSON. SIGHUP reloads the policy.",
        },
        footer = {
            "  nydusview authz --policy /etc/nydusview/authz.json --plain=pull",
            "  nydusview authz --policy authz.json --plugins /opt/plugins --socket /run/docker/plugins/gate.sock",
        })
final class AuthzCommand implements Subcommand {
    private final Environment environment;

    @Option(names = "--policy", paramLabel = "FILE", required = true, description = "Policy, as JSON.")
    Path policy = Path.of("");

    @Option(
            names = "--socket",
            paramLabel = "FILE",
            description = "Socket on which to serve docker (default: /run/docker/plugins/nydusview-authz.sock).")
    Path socket = Path.of("/run/docker/plugins/nydusview-authz.sock");

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "Directories of plugins (default: the plugins that come with nydusview).")
    List<Path> places = List.of();

    /** Accepted for existing command lines; the policy limits the time of a judgement. */
    @Option(
            names = {"--timeout", "--scanner-timeout"},
            converter = DurationConverter.class,
            hidden = true)
    @Nullable
    Duration unused;

    @Mixin
    ScanMountOptions mount = new ScanMountOptions();

    @Mixin
    PluginOptions plugins = new PluginOptions();

    @Mixin
    ImageOptions image = ImageOptions.ofJudgements();

    @Mixin
    MetricsOptions metrics = new MetricsOptions();

    @Mixin
    SecurityLogOptions security = new SecurityLogOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    AuthzCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        MountSettings usual = mount.settings(MountSettings.DEFAULT.timeout()); // the policy limits each judgement
        AuthzRequest request =
                new AuthzRequest(policy, socket, plugins.request(places, null, usual, output.logLevel()), mount.pull());
        JobContext context =
                JobContexts.of(environment, image, output, mount.engine(), metrics.settings(), security.settings());
        return new AuthzJob(context, request).run();
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

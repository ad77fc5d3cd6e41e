package dev.nydusview.cli.authz;

import dev.nydusview.authz.AuthorizationSettings;
import dev.nydusview.cli.Environment;
import dev.nydusview.cli.exit.CommandException;
import dev.nydusview.cli.exit.ExitCode;
import dev.nydusview.cli.options.ImageOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.plugin.PluginJobs;
import dev.nydusview.cli.plugin.PluginOptions;
import dev.nydusview.cli.scan.ScanOptions;
import dev.nydusview.registry.TwinPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes a job of what a user asks for. */
public final class AuthzJobs {
    private final Environment environment;
    private final ImageOptions images;
    private final ScanOptions scan;
    private final PluginOptions options;
    private final OutputOptions output;

    public AuthzJobs(
            Environment environment,
            ImageOptions images,
            ScanOptions scan,
            PluginOptions options,
            OutputOptions output) {
        this.environment = environment;
        this.images = images;
        this.scan = scan;
        this.options = options;
        this.output = output;
    }

    /** A job with the plugins at {@code places}, or those that come with the program if there is none. */
    public AuthzJob make(Path policy, Path socket, List<Path> places) throws IOException {
        PluginJobs jobs = new PluginJobs(environment, images, scan, options, output);
        List<String> trusted = trusted();
        PluginJudge judge = new PluginJudge(
                environment, images, scan.pull, output, jobs.settings(), jobs.plugins(places, null), jobs::logged);
        String from = places.isEmpty() ? "shipped" : places.get(0).toString();
        String hint = "nydusview scan {} --plugins " + from + (scan.pull.pulls() ? " --plain=pull" : "");
        AuthorizationSettings settings = AuthorizationSettings.of(socket, hint);
        return new AuthzJob(environment, policy, trusted, settings, judge);
    }

    private List<String> trusted() throws CommandException {
        TwinPolicy twins = images.twins();
        if (twins.mode() == TwinPolicy.Mode.ANY) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--twin=any is not for authz, which judges what docker runs: name repositories under \"nydus\" in the"
                            + " policy, or by --twin=trusted --trust-twins PATTERN");
        }
        return twins.trusted();
    }
}

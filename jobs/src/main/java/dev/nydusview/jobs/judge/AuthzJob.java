package dev.nydusview.jobs.judge;

import dev.nydusview.authz.AuditListener;
import dev.nydusview.authz.AuditLog;
import dev.nydusview.authz.AuthorizationPlugin;
import dev.nydusview.authz.AuthorizationSettings;
import dev.nydusview.authz.policy.Policy;
import dev.nydusview.authz.policy.PolicyReader;
import dev.nydusview.authz.scan.ImageScanner;
import dev.nydusview.image.access.TwinPolicy;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.Interruption;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.image.JobContext;
import dev.nydusview.jobs.plugin.PluginHost;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Decides until a signal ends it; SIGHUP has the policy read again. */
public final class AuthzJob {
    private static final int HANGUP = 1;

    private final JobContext context;
    private final Console console;
    private final AuthzRequest request;

    public AuthzJob(JobContext context, AuthzRequest request) {
        this.context = context;
        this.console = context.console();
        this.request = request;
    }

    /** Returns the exit code. */
    public int run() throws IOException {
        List<String> trusted = trusted();
        PluginHost host = PluginHost.of(context, request.plugins());
        ImageScanner judge = new PluginJudge(context, request.pull(), host);
        return decide(judge, trusted);
    }

    /** Returns repositories whose Nydus images are admitted beside those in the policy. */
    private List<String> trusted() throws CommandException {
        TwinPolicy twins = context.images().access().selection().twins();
        if (twins.mode() == TwinPolicy.Mode.ANY) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--twin=any is not allowed for authz, which judges the image that docker runs: list "
                            + "repositories under \"nydus\" in the policy, or use --twin=trusted --trust-twins PATTERN");
        }
        return twins.trusted();
    }

    @SuppressWarnings("try") // held for its duration only
    private int decide(ImageScanner judge, List<String> trusted) throws IOException {
        BlockingQueue<Integer> signals = new LinkedBlockingQueue<>();
        Policy policy = policy(trusted);
        AuditListener log = new AuditLog(console.out());
        AuditListener audit = decided -> {
            context.measured().decided(decided.effect());
            context.security().decided(decided);
            log.decided(decided);
        };
        try (Console.Lasting ignored = console.signals(signals::add);
                Closeable published = context.publish(this::problem); // before decisions, and until after the last
                AuthorizationPlugin plugin = AuthorizationPlugin.start(settings(), policy, judge, audit)) {
            console.say("serving docker on " + request.socket());
            int signal = signals.take();
            while (signal == HANGUP) {
                reload(plugin, trusted);
                signal = signals.take();
            }
            return Interruption.exitCode(signal);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Interruption.exitCode(0);
        }
    }

    /** Returns for what reason docker cannot ask; null if it can. */
    private @Nullable String problem() {
        return Files.exists(request.socket()) ? null : "the socket " + request.socket() + " is gone";
    }

    private AuthorizationSettings settings() {
        List<Path> places = request.plugins().places();
        String from = places.isEmpty() ? "shipped" : places.get(0).toString();
        String hint = "nydusview scan {} --plugins " + from + (request.pull().pulls() ? " --plain=pull" : "");
        return AuthorizationSettings.of(request.socket(), hint);
    }

    private Policy policy(List<String> trusted) throws IOException {
        return PolicyReader.read(request.policy()).admittingNydus(trusted);
    }

    private void reload(AuthorizationPlugin plugin, List<String> trusted) {
        try {
            plugin.reload(policy(trusted));
            console.say("reloaded the policy " + request.policy());
        } catch (IOException e) {
            console.say("kept the previous policy: " + e.getMessage());
        }
    }
}

package dev.nydusview.cli.authz;

import dev.nydusview.authz.AuditListener;
import dev.nydusview.authz.AuditLog;
import dev.nydusview.authz.AuthorizationPlugin;
import dev.nydusview.authz.AuthorizationSettings;
import dev.nydusview.authz.policy.Policy;
import dev.nydusview.authz.policy.PolicyReader;
import dev.nydusview.authz.scan.ImageScanner;
import dev.nydusview.cli.Environment;
import dev.nydusview.cli.mount.Signals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Decides until a signal ends it; SIGHUP has the policy read again. */
public final class AuthzJob {
    private static final int HANGUP = 1;
    private static final int SIGNALLED = 128;

    private final Environment environment;
    private final Path policyFile;
    private final List<String> trusted;
    private final AuthorizationSettings settings;
    private final ImageScanner judge;

    /** @param trusted repositories whose Nydus images are admitted, beside those that the policy names */
    AuthzJob(
            Environment environment,
            Path policyFile,
            List<String> trusted,
            AuthorizationSettings settings,
            ImageScanner judge) {
        this.environment = environment;
        this.policyFile = policyFile;
        this.trusted = trusted;
        this.settings = settings;
        this.judge = judge;
    }

    /** Returns the exit code. */
    @SuppressWarnings("try") // held for its duration only
    public int run() throws IOException {
        BlockingQueue<Integer> signals = new LinkedBlockingQueue<>();
        Policy policy = policy();
        AuditListener audit = new AuditLog(environment.out());
        try (Signals ignored = new Signals(signals::add);
                AuthorizationPlugin plugin = AuthorizationPlugin.start(settings, policy, judge, audit)) {
            environment.say("deciding on " + settings.socket());
            int signal = signals.take();
            while (signal == HANGUP) {
                reload(plugin);
                signal = signals.take();
            }
            return SIGNALLED + signal;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SIGNALLED;
        }
    }

    private Policy policy() throws IOException {
        return PolicyReader.read(policyFile).admittingNydus(trusted);
    }

    private void reload(AuthorizationPlugin plugin) {
        try {
            plugin.reload(policy());
            environment.say("decides by " + policyFile + " as it is now");
        } catch (IOException e) {
            environment.say("goes on with the policy that it has: " + e.getMessage());
        }
    }
}

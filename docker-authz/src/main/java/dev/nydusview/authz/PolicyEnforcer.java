package dev.nydusview.authz;

import dev.nydusview.authz.docker.ImageCall;
import dev.nydusview.authz.policy.Bounds;
import dev.nydusview.authz.policy.Effect;
import dev.nydusview.authz.policy.Policy;
import dev.nydusview.authz.scan.ImageScanner;
import dev.nydusview.authz.scan.ScanResultCache;
import java.io.Closeable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Enforces the current policy, and records its decisions. */
final class PolicyEnforcer implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyEnforcer.class);

    private final ScanResultCache results;
    private final AuditListener listener;
    private final String hint;
    private volatile Policy policy;

    /** @param hint a command that shows all findings, with {@code {}} for the image */
    PolicyEnforcer(Policy policy, ImageScanner scanner, AuditListener listener, String hint) {
        this.results = new ScanResultCache(scanner, System::nanoTime);
        this.listener = listener;
        this.hint = hint;
        this.policy = policy;
        reload(policy);
    }

    /** Puts another policy in force. Requests that already wait are decided by the previous one. */
    void reload(Policy other) {
        Bounds bounds = other.bounds();
        results.limit(bounds.scans(), bounds.waiting(), bounds.kept());
        policy = other;
    }

    /** Decides about a request; empty if the policy does not apply to it, so that it passes. */
    Optional<AuditRecord> decide(ImageCall asked, String user) throws InterruptedException {
        Policy inForce = policy;
        Optional<ImageCall> call = inForce.subject(asked);
        return call.isEmpty() ? Optional.empty() : Optional.of(decide(inForce, call.get(), user));
    }

    private AuditRecord decide(Policy inForce, ImageCall call, String user) throws InterruptedException {
        long start = System.nanoTime();
        Evaluation evaluation = new PolicyEvaluator(inForce, results, call).evaluate();
        AuditRecord decided = new AuditRecord(
                Instant.now(),
                call.action(),
                user,
                evaluation.image(),
                evaluation.digest(),
                evaluation.manifest(),
                evaluation.rule() == null ? null : evaluation.rule().name(),
                evaluation.effect(),
                evaluation.cause(),
                evaluation.findingsByLevel(),
                evaluation.cached(),
                Duration.ofNanos(System.nanoTime() - start),
                new EvaluationMessage(
                                call.action(), evaluation, inForce.bounds().lines(), hint)
                        .text());
        tell(decided);
        return decided;
    }

    private void tell(AuditRecord decided) {
        if (decided.effect() != Effect.ALLOW) {
            LOG.warn("{}", decided.message());
        }
        try {
            listener.decided(decided);
        } catch (RuntimeException e) {
            LOG.error("a decision could not be reported", e);
        }
    }

    @Override
    public void close() {
        results.close();
    }
}

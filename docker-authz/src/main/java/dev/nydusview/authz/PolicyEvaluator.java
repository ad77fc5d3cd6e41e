package dev.nydusview.authz;

import dev.nydusview.authz.docker.ImageCall;
import dev.nydusview.authz.docker.Target;
import dev.nydusview.authz.policy.Effect;
import dev.nydusview.authz.policy.Policy;
import dev.nydusview.authz.policy.Rule;
import dev.nydusview.authz.policy.RuleDecision;
import dev.nydusview.authz.scan.ScanRequest;
import dev.nydusview.authz.scan.ScanResult;
import dev.nydusview.authz.scan.ScanResultCache;
import dev.nydusview.authz.scan.UnresolvableImageException;
import dev.nydusview.registry.ref.ImageReference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluates a policy for one request. */
final class PolicyEvaluator {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyEvaluator.class);

    private final Policy policy;
    private final ScanResultCache results;
    private final ImageCall call;
    private final long start = System.nanoTime();

    /** True until the request has had to wait. */
    private boolean cached = true;

    PolicyEvaluator(Policy policy, ScanResultCache results, ImageCall call) {
        this.policy = policy;
        this.results = results;
        this.call = call;
    }

    Evaluation evaluate() throws InterruptedException {
        if (call.target() instanceof Target.Unreadable unreadable) {
            return unscanned(policy.onUnreadable(call), Cause.UNREADABLE, null, unreadable.reason());
        }
        Optional<Rule> found = call.action().isScannable() ? policy.rule(call) : policy.ruleNaming(call.action());
        if (found.isEmpty()) {
            return unscanned(policy.otherwise(), Cause.NO_RULE, null, "");
        }
        Rule rule = found.get();
        return switch (rule.decision()) {
            case ALLOW -> unscanned(Effect.ALLOW, Cause.RULE, rule, "");
            case DENY -> unscanned(Effect.DENY, Cause.RULE, rule, "");
            case BLOCK, ALERT ->
                call.target() instanceof Target.Remote remote
                        ? scanned(rule, remote.name())
                        : unscanned(rule.unresolvable(), Cause.UNRESOLVABLE, rule, unresolvable());
        };
    }

    private String unresolvable() {
        if (!call.action().isScannable()) {
            return "such requests bring images of their own";
        }
        return call.target() instanceof Target.Local local ? local.reason() : "";
    }

    private Evaluation unscanned(Effect effect, Cause cause, @Nullable Rule rule, String problem) {
        return Evaluation.unscanned(effect, cause, rule, call.target().toString(), problem);
    }

    /** Waits for the digest and the scan, together at most for the rule's timeout. */
    private Evaluation scanned(Rule rule, ImageReference name) throws InterruptedException {
        ImageReference known = name;
        try {
            known = name.withDigest(digest(rule, name));
            ScanRequest request = request(rule, known, policy.admitsNydus(name));
            return of(rule, known, await(rule, results.result(request, rule.maxAge(), retryAfter())));
        } catch (TimeoutException e) {
            String problem = "it takes longer than " + shown(rule.timeout()) + "; try again";
            return without(rule, known, rule.onTimeout(), Cause.TIMEOUT, problem);
        } catch (ExecutionException e) {
            return failed(rule, known, e.getCause() == null ? e : e.getCause());
        }
    }

    private String digest(Rule rule, ImageReference name)
            throws InterruptedException, ExecutionException, TimeoutException {
        String digest = name.digest();
        return digest != null
                ? digest
                : await(
                        rule,
                        results.digest(
                                name.toString(),
                                policy.bounds().tagAge(),
                                policy.bounds().scanTimeout()));
    }

    private ScanRequest request(Rule rule, ImageReference known, boolean nydus) {
        return new ScanRequest(
                known.toString(),
                known.target(),
                call.platform(),
                rule.plugins(),
                nydus,
                policy.bounds().scanTimeout());
    }

    private Duration retryAfter() {
        return policy.bounds().retryAfter();
    }

    private <T> T await(Rule rule, CompletableFuture<T> result)
            throws InterruptedException, ExecutionException, TimeoutException {
        cached &= result.isDone();
        long left = start + rule.timeout().toNanos() - System.nanoTime();
        return result.get(Math.max(0, left), TimeUnit.NANOSECONDS);
    }

    /** Evaluates a result. Findings count, even if more could have been made. */
    private Evaluation of(Rule rule, ImageReference known, ScanResult result) {
        String problem = result.complete() ? "" : result.problem() == null ? "unknown reason" : result.problem();
        boolean counts =
                result.findings().stream().anyMatch(finding -> rule.levels().contains(finding.level()));
        Effect onFindings = rule.decision() == RuleDecision.BLOCK ? Effect.DENY : Effect.ALERT;
        Effect onProblem = result.complete() ? Effect.ALLOW : rule.onIncomplete();
        boolean isByFindings = counts && onFindings.compareTo(onProblem) >= 0;
        return new Evaluation(
                isByFindings ? onFindings : onProblem,
                isByFindings ? Cause.FINDINGS : result.complete() ? Cause.CLEAN : Cause.INCOMPLETE,
                rule,
                known.toString(),
                known.digest(),
                new ScannedManifest(result.digest(), result.relation()),
                problem,
                result.findings(),
                cached);
    }

    private Evaluation failed(Rule rule, ImageReference known, Throwable failure) {
        String problem = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (failure instanceof UnresolvableImageException) {
            return without(rule, known, rule.unresolvable(), Cause.UNRESOLVABLE, problem);
        }
        LOG.debug("{} was not scanned", known, failure);
        return without(rule, known, rule.onFailure(), Cause.FAILURE, problem);
    }

    private Evaluation without(Rule rule, ImageReference known, Effect effect, Cause cause, String problem) {
        return new Evaluation(effect, cause, rule, known.toString(), known.digest(), null, problem, List.of(), cached);
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}

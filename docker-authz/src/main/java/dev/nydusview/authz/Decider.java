package dev.nydusview.authz;

import dev.nydusview.authz.docker.ImageCall;
import dev.nydusview.authz.docker.Target;
import dev.nydusview.authz.judge.ImageQuery;
import dev.nydusview.authz.judge.Judgement;
import dev.nydusview.authz.judge.Judgements;
import dev.nydusview.authz.judge.UnresolvableImageException;
import dev.nydusview.authz.policy.Answer;
import dev.nydusview.authz.policy.Policy;
import dev.nydusview.authz.policy.Rule;
import dev.nydusview.authz.policy.RuleDecision;
import dev.nydusview.registry.ref.ImageReference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies a policy to a request. */
final class Decider {
    private static final Logger LOG = LoggerFactory.getLogger(Decider.class);

    private final Policy policy;
    private final Judgements judgements;

    Decider(Policy policy, Judgements judgements) {
        this.policy = policy;
        this.judgements = judgements;
    }

    Verdict decide(ImageCall call) throws InterruptedException {
        String image = call.target().toString();
        if (call.target() instanceof Target.Unreadable unreadable) {
            Answer answer = policy.onUnreadable(call);
            return Verdict.unseen(answer, Cause.UNREADABLE, null, image, unreadable.reason());
        }
        if (!call.action().isJudged()) {
            return unjudged(call, image);
        }
        Optional<Rule> found = policy.rule(call);
        if (found.isEmpty()) {
            return Verdict.unseen(policy.otherwise(), Cause.NO_RULE, null, image, "");
        }
        Rule rule = found.get();
        return switch (rule.decision()) {
            case ALLOW -> Verdict.unseen(Answer.ALLOW, Cause.RULE, rule, image, "");
            case DENY -> Verdict.unseen(Answer.DENY, Cause.RULE, rule, image, "");
            case BLOCK, ALERT -> judged(call, rule);
        };
    }

    private Verdict unjudged(ImageCall call, String image) {
        Optional<Rule> found = policy.naming(call.action());
        if (found.isEmpty()) {
            return Verdict.unseen(policy.otherwise(), Cause.NO_RULE, null, image, "");
        }
        Rule rule = found.get();
        return rule.decision().scans()
                ? Verdict.unseen(
                        rule.onUnjudged(), Cause.UNRESOLVABLE, rule, image, "such requests bring images of their own")
                : Verdict.unseen(rule.onUnjudged(), Cause.RULE, rule, image, "");
    }

    private Verdict judged(ImageCall call, Rule rule) throws InterruptedException {
        if (call.target() instanceof Target.Remote remote) {
            return new Attempt(remote.name(), call, rule).verdict();
        }
        String reason = call.target() instanceof Target.Local local ? local.reason() : "";
        return Verdict.unseen(
                rule.unresolvable(), Cause.UNRESOLVABLE, rule, call.target().toString(), reason);
    }

    /** One wait for a judgement. */
    private final class Attempt {
        private final ImageReference name;
        private final ImageCall call;
        private final Rule rule;
        private final long end;

        /** With its digest, as soon as that is known. */
        private ImageReference known;

        private boolean kept = true;

        Attempt(ImageReference name, ImageCall call, Rule rule) {
            this.name = name;
            this.known = name;
            this.call = call;
            this.rule = rule;
            this.end = System.nanoTime() + rule.timeout().toNanos();
        }

        Verdict verdict() throws InterruptedException {
            try {
                return of(judgement());
            } catch (TimeoutException e) {
                return without(
                        rule.onTimeout(),
                        Cause.TIMEOUT,
                        "it takes longer than " + shown(rule.timeout()) + "; try again");
            } catch (ExecutionException e) {
                return failed(e.getCause() == null ? e : e.getCause());
            }
        }

        private Judgement judgement() throws InterruptedException, ExecutionException, TimeoutException {
            String digest = name.digest();
            if (digest == null) {
                digest = await(judgements.digest(
                        name.toString(),
                        policy.bounds().tagAge(),
                        policy.bounds().scanTimeout()));
            }
            known = name.withDigest(digest);
            ImageQuery query = new ImageQuery(
                    known.toString(),
                    digest,
                    call.platform(),
                    rule.plugins(),
                    policy.admitsNydus(name),
                    policy.bounds().scanTimeout());
            return await(
                    judgements.judgement(query, rule.maxAge(), policy.bounds().retryAfter()));
        }

        private <T> T await(CompletableFuture<T> result)
                throws InterruptedException, ExecutionException, TimeoutException {
            kept &= result.isDone();
            return result.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        }

        /** Findings count, even if more could have been made. */
        private Verdict of(Judgement judgement) {
            String problem =
                    judgement.complete() ? "" : judgement.problem() == null ? "unknown reason" : judgement.problem();
            boolean counts = judgement.findings().stream()
                    .anyMatch(finding -> rule.levels().contains(finding.level()));
            Answer onFindings = rule.decision() == RuleDecision.BLOCK ? Answer.DENY : Answer.ALERT;
            Answer onProblem = judgement.complete() ? Answer.ALLOW : rule.onIncomplete();
            Answer answer = counts && onFindings.compareTo(onProblem) >= 0 ? onFindings : onProblem;
            Cause cause = counts && onFindings.compareTo(onProblem) >= 0
                    ? Cause.FINDINGS
                    : judgement.complete() ? Cause.CLEAN : Cause.INCOMPLETE;
            return new Verdict(
                    answer,
                    cause,
                    rule,
                    known.toString(),
                    known.digest(),
                    new ReadImage(judgement.digest(), judgement.relation()),
                    problem,
                    judgement.findings(),
                    kept);
        }

        private Verdict failed(Throwable failure) {
            String problem = failure.getMessage() == null ? failure.toString() : failure.getMessage();
            if (failure instanceof UnresolvableImageException) {
                return without(rule.unresolvable(), Cause.UNRESOLVABLE, problem);
            }
            LOG.debug("no judgement of {}", known, failure);
            return without(rule.onFailure(), Cause.FAILURE, problem);
        }

        private Verdict without(Answer answer, Cause cause, String problem) {
            return new Verdict(answer, cause, rule, known.toString(), known.digest(), null, problem, List.of(), kept);
        }
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}

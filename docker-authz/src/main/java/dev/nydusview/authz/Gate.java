package dev.nydusview.authz;

import dev.nydusview.authz.docker.ImageCall;
import dev.nydusview.authz.judge.ImageJudge;
import dev.nydusview.authz.judge.Judgements;
import dev.nydusview.authz.policy.Answer;
import dev.nydusview.authz.policy.Bounds;
import dev.nydusview.authz.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides by the policy that is in force, and tells of it. */
final class Gate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final Judgements judgements;
    private final DecisionListener listener;
    private final String hint;
    private volatile Policy policy;

    Gate(Policy policy, ImageJudge judge, DecisionListener listener, String hint) {
        this.judgements = new Judgements(judge, System::nanoTime);
        this.listener = listener;
        this.hint = hint;
        this.policy = policy;
        reload(policy);
    }

    /** Requests that wait already are decided by the policy of before. */
    void reload(Policy other) {
        Bounds bounds = other.bounds();
        judgements.limit(bounds.scans(), bounds.waiting(), bounds.kept());
        policy = other;
    }

    /** The decision about a request; empty if the policy has no say in it, and it passes. */
    Optional<Decision> decide(ImageCall asked, String user) throws InterruptedException {
        Policy inForce = policy;
        Optional<ImageCall> call = inForce.subject(asked);
        return call.isEmpty() ? Optional.empty() : Optional.of(decide(inForce, call.get(), user));
    }

    private Decision decide(Policy inForce, ImageCall call, String user) throws InterruptedException {
        long start = System.nanoTime();
        Verdict verdict = new Decider(inForce, judgements).decide(call);
        Decision decision = new Decision(
                Instant.now(),
                call.action(),
                user,
                verdict.image(),
                verdict.digest(),
                verdict.read(),
                verdict.rule() == null ? null : verdict.rule().name(),
                verdict.answer(),
                verdict.cause(),
                Message.numbers(verdict.findings()),
                verdict.kept(),
                Duration.ofNanos(System.nanoTime() - start),
                new Message(call.action(), verdict, inForce.bounds().lines(), hint).text());
        tell(decision);
        return decision;
    }

    private void tell(Decision decision) {
        if (decision.answer() != Answer.ALLOW) {
            LOG.warn("{}", decision.message());
        }
        try {
            listener.decided(decision);
        } catch (RuntimeException e) {
            LOG.error("a decision could not be reported", e);
        }
    }

    @Override
    public void close() {
        judgements.close();
    }
}

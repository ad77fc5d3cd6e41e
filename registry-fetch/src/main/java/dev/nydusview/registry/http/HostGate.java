package dev.nydusview.registry.http;

import dev.nydusview.registry.Traffic;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One host that has failed since it last answered. After {@link #DOWN_FROM} failures in a row the host is down: one
 * request at a time is let through, after growing delays, and the others wait for its outcome. Any answer ends that.
 */
final class HostGate {
    /** Failures in a row of a host that is not merely overloaded, as one that refuses three of ten requests is. */
    static final int DOWN_FROM = 3;

    /** The longest wait until a closed image is noticed. */
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(200);

    private final String host;
    private final WaitNotices notices;
    private final Traffic traffic;
    private final long firstFailure = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int failures;
    private int probes;
    private boolean probing;
    private boolean givenUp;
    private boolean recovered;
    private long nextProbe;
    private long lastFailure;
    private @Nullable TemporaryFailure failure;

    HostGate(String host, WaitNotices notices, Traffic traffic) {
        this.host = host;
        this.notices = notices;
        this.traffic = traffic;
    }

    /** Tests that may end a wait with an exception. */
    interface Check {
        void run() throws IOException;
    }

    /**
     * Waits until a request may be sent.
     *
     * @return whether it is the probe, whose end has to be reported
     */
    boolean enter(RetryBudget budget, Check open) throws IOException {
        lockInterruptibly();
        try {
            while (isDown()) {
                long now = System.nanoTime();
                open.run();
                if (!probing && now - nextProbe >= 0) {
                    probing = true;
                    return true;
                }
                TemporaryFailure last = failure;
                if (last != null && (budget.left() <= 0 || (givenUp && budget.failures() == 0))) {
                    givenUp = true;
                    throw last.then(TemporaryFailure.Next.END);
                }
                await(budget, last, now);
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + host);
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private void await(RetryBudget budget, @Nullable TemporaryFailure last, long now) throws InterruptedException {
        long untilProbe = probing ? SLICE : Math.max(nextProbe - now, 1);
        notices.waiting(host, budget, last == null ? "down" : String.valueOf(last.getMessage()), untilProbe);
        long slice = Math.min(SLICE, Math.min(untilProbe, Math.max(budget.left(), 1)));
        traffic.waited(host, slice - Math.max(0, changed.awaitNanos(slice)));
    }

    private void lockInterruptibly() throws InterruptedIOException {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + host);
        }
    }

    /** Tests whether requests have to wait. */
    boolean isDown() {
        lock.lock();
        try {
            return !recovered && failures >= DOWN_FROM;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Counts a failure; returns it with the next step of its read.
     *
     * @param limited whether the host asks this client to be left alone
     */
    TemporaryFailure failed(TemporaryFailure reason, RetryBudget budget, boolean probe, boolean limited) {
        lock.lock();
        try {
            boolean wasDown = isDown();
            long now = System.nanoTime();
            failures = limited ? Math.max(failures + 1, DOWN_FROM) : failures + 1;
            failure = reason;
            lastFailure = now;
            if (!isDown()) {
                return reason;
            }
            if (probe || !wasDown) {
                long delay = Backoff.delay(++probes, reason.retryAfter());
                nextProbe = now + Math.min(delay, Math.max(budget.left(), 0));
            }
            givenUp |= budget.left() <= 0;
            return reason.then(
                    givenUp && budget.failures() == 0 ? TemporaryFailure.Next.END : TemporaryFailure.Next.GATE);
        } finally {
            lock.unlock();
        }
    }

    /** Lets everybody through: the host has answered. */
    void recovered() {
        lock.lock();
        try {
            recovered = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends a probe, so that another request may be the next. */
    void endProbe() {
        lock.lock();
        try {
            probing = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Time since the first failure after the last answer. */
    Duration failingFor() {
        return Duration.ofNanos(System.nanoTime() - firstFailure);
    }

    /** Tests whether nothing has been heard of the host for {@code nanos}. */
    boolean isForgotten(long nanos) {
        lock.lock();
        try {
            return !probing && failures > 0 && System.nanoTime() - lastFailure > nanos;
        } finally {
            lock.unlock();
        }
    }
}

package dev.nydusview.registry.http;

import java.time.Duration;

/**
 * The time for which one read is repeated. Counted from its first failure, so that a long answer that breaks off late is
 * repeated as well. Belongs to one thread.
 */
final class RetryBudget {
    private final long total;
    private long firstFailure;
    private int failures;
    private String lastFailure = "";

    RetryBudget(Duration total) {
        this.total = Backoff.nanos(total);
    }

    /** @param reason in a sentence */
    void failed(String reason) {
        if (failures++ == 0) {
            firstFailure = System.nanoTime();
        }
        lastFailure = reason;
    }

    /** The reason of the last failure; empty if there was none. */
    String lastFailure() {
        return lastFailure;
    }

    /** Failed attempts so far. */
    int failures() {
        return failures;
    }

    /** Nanoseconds since the first failure. */
    long spent() {
        return failures == 0 ? 0 : System.nanoTime() - firstFailure;
    }

    /** Nanoseconds for which the read may still wait. */
    long left() {
        return total - spent();
    }
}

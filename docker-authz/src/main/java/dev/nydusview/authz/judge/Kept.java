package dev.nydusview.authz.judge;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What some work has come to.
 *
 * @param result is done
 * @param failed whether it is an exception
 * @param nanos when it was done
 */
record Kept<V>(CompletableFuture<V> result, boolean failed, long nanos) {
    boolean isYoungerThan(Duration age, long now) {
        return now - nanos < age.toNanos();
    }
}

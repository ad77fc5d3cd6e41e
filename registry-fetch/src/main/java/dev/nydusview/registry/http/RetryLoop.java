package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats requests that failed temporarily, after growing random delays or as long as the server asks for.
 *
 * <p>When one request has used up its attempts, others fail at their first for a while: a scan of thousands of files
 * must not wait for a dead registry at each of them.
 */
final class RetryLoop {
    private static final Logger LOG = LoggerFactory.getLogger(RetryLoop.class);

    private static final long FIRST_DELAY_MILLIS = 200;
    private static final long MAX_DELAY_MILLIS = 10_000;
    /** Limit of the time that a caller waits in all, however many attempts are left. */
    private static final Duration MAX_TOTAL = Duration.ofMinutes(2);

    private static final Duration FAIL_FAST = Duration.ofSeconds(10);

    /** A single attempt. */
    interface Attempt<T> {
        T run() throws IOException;
    }

    private final int retries;
    private volatile long failFastUntil = System.nanoTime();

    RetryLoop(int retries) {
        this.retries = retries;
    }

    <T> T run(Attempt<T> attempt) throws IOException {
        long waited = 0;
        for (int failures = 0; ; failures++) {
            try {
                return attempt.run();
            } catch (TemporaryFailure e) {
                long delay = delayMillis(failures, e.retryAfter());
                boolean failFast = System.nanoTime() - failFastUntil < 0;
                if (failFast || failures >= retries || waited + delay > MAX_TOTAL.toMillis()) {
                    failFastUntil = System.nanoTime() + FAIL_FAST.toNanos();
                    throw exhausted(e, failures + 1, delay);
                }
                LOG.debug("{}; trying again in {} ms", e.getMessage(), delay);
                sleep(delay);
                waited += delay;
            }
        }
    }

    private static long delayMillis(int failures, @Nullable Duration retryAfter) {
        if (retryAfter != null) {
            return retryAfter.toMillis();
        }
        long ceiling = Math.min(MAX_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(failures, 16));
        return ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1);
    }

    private RemoteException exhausted(TemporaryFailure last, int attempts, long delay) {
        String message = String.valueOf(last.getMessage());
        if (attempts <= retries && last.retryAfter() != null) {
            message += "; it asks to wait " + delay / 1000 + " s, which is too long: try again later";
        } else if (attempts > 1) {
            message += " (" + attempts + " attempts)";
        }
        return new RemoteException(message, last);
    }

    private static void sleep(long millis) throws InterruptedIOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to repeat a request");
        }
    }
}

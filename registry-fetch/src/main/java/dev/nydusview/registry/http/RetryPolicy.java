package dev.nydusview.registry.http;

import dev.nydusview.rafs.RafsException;
import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.NotNydusException;
import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Tries again what may succeed later: broken connections and answers that say so. Waits twice as long each time, give
 * or take a quarter, or as long as the registry asks for.
 *
 * <p>When one request has used up its attempts, others fail at their first for a while: a scan of thousands of files
 * must not wait out a dead registry for each of them.
 */
final class RetryPolicy {
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration MAX_DELAY = Duration.ofSeconds(10);
    private static final Duration FAIL_FAST = Duration.ofSeconds(10);

    private final int retries;
    private volatile long failFastUntil = System.nanoTime();

    RetryPolicy(int retries) {
        this.retries = retries;
    }

    /** One attempt. */
    interface Attempt<T> {
        T run() throws IOException;
    }

    <T> T run(Attempt<T> attempt) throws IOException {
        for (int i = 0; ; i++) {
            try {
                return attempt.run();
            } catch (IOException e) {
                IOException failure = RegistryErrors.ofConnection(e);
                if (!mayPass(failure)) {
                    throw failure;
                }
                if (i >= retries || System.nanoTime() - failFastUntil < 0) {
                    failFastUntil = System.nanoTime() + FAIL_FAST.toNanos();
                    throw failure;
                }
                pause(i, failure);
            }
        }
    }

    private static boolean mayPass(IOException failure) {
        return !(failure instanceof AuthenticationException
                || failure instanceof NotFoundException
                || failure instanceof NotNydusException
                || failure instanceof RafsException
                || failure instanceof RemoteException remote && !RegistryErrors.mayPass(remote));
    }

    private static void pause(int attempt, IOException failure) throws IOException {
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(attempt, 10));
        long jittered = (long) (delay.toMillis() * ThreadLocalRandom.current().nextDouble(0.75, 1.25));
        Duration asked = RegistryErrors.retryAfter(failure);
        long millis = Math.min(asked == null ? jittered : asked.toMillis(), MAX_DELAY.toMillis());
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to try again");
        }
    }
}

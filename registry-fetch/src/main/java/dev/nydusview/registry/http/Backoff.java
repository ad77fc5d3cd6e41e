package dev.nydusview.registry.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Growing random delays, in nanoseconds. */
final class Backoff {
    private static final long FIRST_MILLIS = 200;
    private static final long MAX_MILLIS = 3_000;
    private static final Duration YEAR = Duration.ofDays(365);

    private Backoff() {}

    /**
     * Returns the next delay, which is never shorter than {@code asked}.
     *
     * @param failures before the delay, from 1 on
     * @param asked the time that the server asks to wait; null if it does not ask
     */
    static long delay(int failures, @Nullable Duration asked) {
        // A server that asks for no delay at all is not to be asked without end.
        return asked == null || asked.isZero() ? delay(failures) : nanos(asked) + delay(1);
    }

    /** Returns {@code duration} in nanoseconds, or a year if that is shorter. */
    static long nanos(Duration duration) {
        return duration.compareTo(YEAR) < 0 ? duration.toNanos() : YEAR.toNanos();
    }

    private static long delay(int failures) {
        long ceiling = Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(failures - 1, 16));
        return TimeUnit.MILLISECONDS.toNanos(
                ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1));
    }
}

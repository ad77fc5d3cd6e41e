package dev.nydusview.registry.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the user what is waited for, once a host and half a minute however many reads wait for it. */
final class WaitNotices {
    private static final Logger LOG = LoggerFactory.getLogger(WaitNotices.class);

    /** A wait that the user is told about. */
    static final long NOTABLE = TimeUnit.SECONDS.toNanos(3);

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(30);
    private static final int MAX_HOSTS = 256;

    private final Map<String, Long> told = new ConcurrentHashMap<>();

    /**
     * Reports a wait that will have lasted for {@link #NOTABLE} when it ends.
     *
     * @param host with its port
     * @param nanos until the next attempt
     */
    void waiting(String host, RetryBudget budget, String failure, long nanos) {
        if (budget.spent() + nanos >= NOTABLE && isDue(host)) {
            LOG.warn(
                    "{} for {}: {}; attempt {} follows in {} s, and others for up to {} s",
                    budget.spent() >= NOTABLE ? "still waiting" : "waiting",
                    host,
                    failure,
                    budget.failures() + 1,
                    seconds(nanos),
                    seconds(Math.max(0, budget.left())));
        }
    }

    /** Reports a host that is silent for {@link #NOTABLE}. */
    void silent(String host, String request, long limit) {
        if (isDue(host)) {
            LOG.warn("waiting for {}: no answer yet to {}; given up after {} s", host, request, seconds(limit));
        }
    }

    private boolean isDue(String host) {
        long now = System.nanoTime();
        if (told.size() >= MAX_HOSTS) {
            told.values().removeIf(time -> now - time >= INTERVAL);
        }
        boolean[] due = {false};
        told.compute(host, (name, last) -> {
            due[0] = (last == null && told.size() < MAX_HOSTS) || (last != null && now - last >= INTERVAL);
            return due[0] ? Long.valueOf(now) : last;
        });
        return due[0];
    }

    private static String seconds(long nanos) {
        return String.valueOf(Math.ceil(nanos / 1e8) / 10);
    }
}

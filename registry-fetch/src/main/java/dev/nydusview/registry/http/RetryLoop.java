package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats requests that failed temporarily, after growing random delays or as long as the server asks for, until the
 * time for it is over. Requests to a host that is down are not delayed here but by its {@link HostGate}.
 */
final class RetryLoop {
    private static final Logger LOG = LoggerFactory.getLogger(RetryLoop.class);

    /** A single attempt. */
    interface Attempt<T> {
        T run(RetryBudget budget) throws IOException;
    }

    private final Duration retryFor;
    private final Transport transport;
    private final String host;

    /** @param host of the registry, for messages */
    RetryLoop(Duration retryFor, Transport transport, String host) {
        this.retryFor = retryFor;
        this.transport = transport;
        this.host = host;
    }

    <T> T run(Attempt<T> attempt) throws IOException {
        RetryBudget budget = new RetryBudget(retryFor);
        while (true) {
            try {
                return attempt.run(budget);
            } catch (TemporaryFailure e) {
                boolean waited = budget.failures() > 0;
                // A wait at a gate is part of the attempt before it.
                if (e.next() != TemporaryFailure.Next.END || !waited) {
                    budget.failed(String.valueOf(e.getMessage()));
                }
                if (e.next() == TemporaryFailure.Next.END || budget.left() <= 0) {
                    throw exhausted(e, budget);
                }
                if (e.next() == TemporaryFailure.Next.PAUSE) {
                    pause(e, budget);
                }
            }
        }
    }

    private void pause(TemporaryFailure failure, RetryBudget budget) throws IOException {
        long delay = Math.max(0, Math.min(Backoff.delay(budget.failures(), failure.retryAfter()), budget.left()));
        String message = String.valueOf(failure.getMessage());
        LOG.debug("{}; trying again in {} ms", message, TimeUnit.NANOSECONDS.toMillis(delay));
        transport.notices().waiting(host, budget, message, delay);
        transport.traffic().waited(host, delay);
        transport.pause(delay);
    }

    private static RemoteException exhausted(TemporaryFailure last, RetryBudget budget) {
        String message = String.valueOf(last.getMessage());
        if (budget.failures() > 1) {
            message += " (" + budget.failures() + " attempts in " + Math.floor(budget.spent() / 1e8) / 10 + " s)";
        }
        Duration asked = last.retryAfter();
        if (asked != null && asked.toSeconds() > 0) {
            message += "; it asks to wait " + asked.toSeconds() + " s: try again later";
        }
        return new RemoteException(message, last);
    }
}

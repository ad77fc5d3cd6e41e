package dev.nydusview.registry.http;

import dev.nydusview.base.CorruptDataException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats requests that failed temporarily, and asks again before it lets a wrong answer count. */
final class BelievedAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(BelievedAnswers.class);

    private final RetryLoop retries;
    private final Transport transport;

    BelievedAnswers(RetryLoop retries, Transport transport) {
        this.retries = retries;
        this.transport = transport;
    }

    /** @param elsewhere called after a wrong answer, so that the next one comes from elsewhere if there is an elsewhere */
    <T> T find(RetryLoop.Attempt<T> attempt, Runnable elsewhere) throws IOException {
        SecondOpinion opinion = new SecondOpinion();
        while (true) {
            try {
                return retries.run(attempt);
            } catch (CorruptDataException e) {
                opinion.after(e);
                LOG.debug("{}; asking again", e.getMessage());
            } catch (BadAnswer e) {
                transport.pause(opinion.after(e));
                LOG.debug("{}; asking again", e.getMessage());
            }
            elsewhere.run();
        }
    }
}

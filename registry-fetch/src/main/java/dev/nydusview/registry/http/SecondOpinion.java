package dev.nydusview.registry.http;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The wrong answers to one request: damaged content is asked for once more, a contradictory answer a few times. */
final class SecondOpinion {
    private static final int MAX_BAD_ANSWERS = 5;

    private @Nullable CorruptDataException first;
    private int badAnswers;

    /** Returns if the request is to be sent again. */
    void after(CorruptDataException damage) throws CorruptDataException {
        if (first == null) {
            first = damage;
            return;
        }
        String before = String.valueOf(first.getMessage());
        throw before.equals(damage.getMessage())
                ? damage
                : new CorruptDataException(
                        damage.getMessage() + "; the answer before that one was wrong as well: " + before);
    }

    /** Returns the nanoseconds after which the request is to be sent again. */
    long after(BadAnswer answer) throws IOException {
        if (++badAnswers >= MAX_BAD_ANSWERS) {
            throw new RemoteException(String.valueOf(answer.getMessage()), answer);
        }
        return badAnswers == 1 ? 0 : Backoff.delay(badAnswers - 1, null);
    }
}

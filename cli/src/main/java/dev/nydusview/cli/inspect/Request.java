package dev.nydusview.cli.inspect;

import java.io.IOException;

/** One request about an image, with the options that it was given. */
@FunctionalInterface
public interface Request {
    /** Answers; what cannot be read is reported to {@code session}, and the rest is answered. */
    void answer(Session session, Answers answers) throws IOException;

    /** Whether words that look like options are the request's own affair. */
    default boolean takesAnyWords() {
        return false;
    }
}

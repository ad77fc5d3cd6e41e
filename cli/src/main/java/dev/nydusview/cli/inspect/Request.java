package dev.nydusview.cli.inspect;

import java.io.IOException;

/** A request about an image, with its options. */
@FunctionalInterface
public interface Request {
    /** Answers the request; reports data that cannot be read to {@code session}, and answers with the rest. */
    void answer(Session session, Answers answers) throws IOException;

    /** Tests whether the request takes words that look like options as they are. */
    default boolean takesAnyWords() {
        return false;
    }
}

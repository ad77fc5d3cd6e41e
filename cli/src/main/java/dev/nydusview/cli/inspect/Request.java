package dev.nydusview.cli.inspect;

import java.io.IOException;

/** One request about an image, with the options that it was given. */
@FunctionalInterface
public interface Request {
    /** Answers; what cannot be read is reported to {@code session}, and the rest is answered. */
    void answer(Session session, Answers answers) throws IOException;
}

package dev.nydusview.cli.inspect;

import dev.nydusview.image.document.ImageDocuments;
import java.io.IOException;

/** A request about the manifest and configuration of an image, for which nothing else is fetched. */
public interface DocumentRequest extends Request {
    /** Answers the request about an image, which may be a plain one. */
    void answer(ImageDocuments image, Answers answers) throws IOException;

    @Override
    default void answer(Session session, Answers answers) throws IOException {
        answer(session.documents(), answers);
    }
}

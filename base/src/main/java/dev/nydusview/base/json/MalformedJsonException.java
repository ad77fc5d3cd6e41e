package dev.nydusview.base.json;

import java.io.IOException;

/**
 * Reports a document that is not JSON, or a member whose type differs from its format's. The message does not quote
 * values, except of a {@link LocatedJson}, which holds no secrets.
 */
public final class MalformedJsonException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }
}

package dev.nydusview.base.json;

import java.io.IOException;

/** A document is not JSON, or a member of it has another type than its format says. The message quotes no value. */
public final class MalformedJsonException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }
}

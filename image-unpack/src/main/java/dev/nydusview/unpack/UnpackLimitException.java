package dev.nydusview.unpack;

import java.io.IOException;

/** The image takes more than the user allows; the message says how to allow more. */
public final class UnpackLimitException extends IOException {
    private static final long serialVersionUID = 1L;

    UnpackLimitException(String message) {
        super(message);
    }
}

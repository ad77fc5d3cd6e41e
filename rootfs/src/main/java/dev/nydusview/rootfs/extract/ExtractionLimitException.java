package dev.nydusview.rootfs.extract;

import java.io.IOException;

/** The image takes more than the user allows; the message says how to allow more. */
public final class ExtractionLimitException extends IOException {
    private static final long serialVersionUID = 1L;

    ExtractionLimitException(String message) {
        super(message);
    }
}

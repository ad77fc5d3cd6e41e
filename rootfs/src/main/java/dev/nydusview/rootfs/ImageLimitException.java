package dev.nydusview.rootfs;

import java.io.IOException;

/** The image takes more than the user allows; the message says how to allow more. */
public final class ImageLimitException extends IOException {
    private static final long serialVersionUID = 1L;

    ImageLimitException(String message) {
        super(message);
    }
}

package dev.nydusview.rootfs;

import java.io.IOException;

/** Reports that the image is larger than the user allows; the message tells how to allow more. */
public final class ImageLimitException extends IOException {
    private static final long serialVersionUID = 1L;

    ImageLimitException(String message) {
        super(message);
    }
}

package dev.nydusview.unpack;

import java.io.IOException;

/** An image could not be put on the disk; nothing of it is left there. */
public final class UnpackException extends IOException {
    private static final long serialVersionUID = 1L;

    UnpackException(String message, IOException cause) {
        super(message, cause);
    }
}

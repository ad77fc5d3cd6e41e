package dev.nydusview.inspect;

import java.io.IOException;

/** A question about a file that the image does not have. */
public final class NotInImageException extends IOException {
    private static final long serialVersionUID = 1L;

    public NotInImageException(String message) {
        super(message);
    }
}

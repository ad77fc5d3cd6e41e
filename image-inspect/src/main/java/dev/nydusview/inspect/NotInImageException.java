package dev.nydusview.inspect;

import java.io.IOException;

/** The image does not have what was asked for. */
public final class NotInImageException extends IOException {
    private static final long serialVersionUID = 1L;

    public NotInImageException(String message) {
        super(message);
    }
}

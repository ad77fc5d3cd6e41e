package dev.nydusview.image.manifest;

import java.io.IOException;

/** The reference leads to a plain OCI image, and no Nydus image of it is known. */
public final class NotNydusException extends IOException {
    private static final long serialVersionUID = 1L;

    public NotNydusException(String message) {
        super(message);
    }

    public NotNydusException(String message, Throwable cause) {
        super(message, cause);
    }
}

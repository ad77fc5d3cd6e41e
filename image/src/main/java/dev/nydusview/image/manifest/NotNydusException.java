package dev.nydusview.image.manifest;

import java.io.IOException;

/** Reports that the reference leads to a plain OCI image without a known Nydus image. */
public final class NotNydusException extends IOException {
    private static final long serialVersionUID = 1L;

    public NotNydusException(String message) {
        super(message);
    }

    public NotNydusException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.nydusview.registry;

import java.io.IOException;

/** The reference leads to an image, but not to one in a Nydus format that is served: a plain OCI image, or another format version. */
public final class NotNydusException extends IOException {
    private static final long serialVersionUID = 1L;

    public NotNydusException(String message) {
        super(message);
    }

    public NotNydusException(String message, Throwable cause) {
        super(message, cause);
    }
}

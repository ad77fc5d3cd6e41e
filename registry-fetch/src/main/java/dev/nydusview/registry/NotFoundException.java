package dev.nydusview.registry;

import java.io.IOException;

/** Reports that the registry, layout or directory does not have the repository, tag or blob. */
public class NotFoundException extends IOException {
    private static final long serialVersionUID = 1L;

    public NotFoundException(String message) {
        super(message);
    }

    public NotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}

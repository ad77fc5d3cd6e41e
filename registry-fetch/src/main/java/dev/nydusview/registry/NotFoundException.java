package dev.nydusview.registry;

import java.io.IOException;

/** The registry, layout or directory has no such repository, tag or blob. */
public class NotFoundException extends IOException {
    private static final long serialVersionUID = 1L;

    public NotFoundException(String message) {
        super(message);
    }

    public NotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}

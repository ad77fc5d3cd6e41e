package dev.nydusview.fuse;

import java.io.IOException;

/** Reports a mount that could not be made; the message has the reason and what the user can do. */
public final class MountException extends IOException {
    private static final long serialVersionUID = 1L;

    public MountException(String message) {
        super(message);
    }

    public MountException(String message, Throwable cause) {
        super(message, cause);
    }
}

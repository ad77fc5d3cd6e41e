package dev.nydusview.plugin.manifest;

import java.io.IOException;

/** Reports a program that is not a plugin, or one of another version of the protocol; the message has the reason. */
public final class BadManifestException extends IOException {
    private static final long serialVersionUID = 1L;

    public BadManifestException(String message) {
        super(message);
    }

    BadManifestException(String message, Throwable cause) {
        super(message, cause);
    }
}

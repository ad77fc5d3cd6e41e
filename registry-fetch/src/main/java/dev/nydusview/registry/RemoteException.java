package dev.nydusview.registry;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A registry or the way to it failed: refused, timed out, broke off, or answered with an error. May work later. */
public final class RemoteException extends IOException {
    private static final long serialVersionUID = 1L;

    public RemoteException(String message) {
        super(message);
    }

    public RemoteException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

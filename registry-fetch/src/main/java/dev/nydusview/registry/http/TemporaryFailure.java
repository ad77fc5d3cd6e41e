package dev.nydusview.registry.http;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request failed in a way that may pass. The retry loop turns the last of them into a RemoteException. */
final class TemporaryFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Duration retryAfter;

    TemporaryFailure(String message, @Nullable Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    TemporaryFailure(String message, Throwable cause) {
        super(message, cause);
        this.retryAfter = null;
    }

    /** Returns the time that the server asks to wait; null if it does not ask. */
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}

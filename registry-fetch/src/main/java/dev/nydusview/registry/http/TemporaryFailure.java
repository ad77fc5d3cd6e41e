package dev.nydusview.registry.http;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request failed in a way that may pass. The retry loop turns the last of them into a RemoteException. */
final class TemporaryFailure extends IOException {
    private static final long serialVersionUID = 1L;

    /** The next step after a failure. */
    enum Next {
        /** Wait for a while, then repeat the request. */
        PAUSE,
        /** Repeat the request, which waits at the gate of the host. */
        GATE,
        /** Fail: the host has been down for as long as reads are repeated. */
        END
    }

    private final transient @Nullable Duration retryAfter;
    private final Next next;

    private TemporaryFailure(String message, @Nullable Throwable cause, @Nullable Duration retryAfter, Next next) {
        super(message, cause);
        this.retryAfter = retryAfter;
        this.next = next;
    }

    TemporaryFailure(String message, @Nullable Duration retryAfter) {
        this(message, null, retryAfter, Next.PAUSE);
    }

    TemporaryFailure(String message, Throwable cause) {
        this(message, cause, null, Next.PAUSE);
    }

    /** The same failure with another next step. */
    TemporaryFailure then(Next other) {
        return new TemporaryFailure(String.valueOf(getMessage()), getCause(), retryAfter, other);
    }

    Next next() {
        return next;
    }

    /** Returns the time that the server asks to wait; null if it does not ask. */
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}

package dev.nydusview.jobs.control;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reports that a mount is served by a process whose answers this version does not understand. */
public final class IncompatibleServerException extends IOException {
    private static final long serialVersionUID = 1L;

    IncompatibleServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

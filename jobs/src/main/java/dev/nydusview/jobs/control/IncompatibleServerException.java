package dev.nydusview.jobs.control;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The process that serves a mount is there, and answers nothing that this version understands. */
public final class IncompatibleServerException extends IOException {
    private static final long serialVersionUID = 1L;

    IncompatibleServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package dev.nydusview.jobs.control;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The process that serves a mount is there, and answers nothing that this version understands. */
public final class OtherVersionException extends IOException {
    private static final long serialVersionUID = 1L;

    OtherVersionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

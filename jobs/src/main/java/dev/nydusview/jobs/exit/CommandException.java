package dev.nydusview.jobs.exit;

import java.io.IOException;

/** Reports a failure to the user, with its exit code. */
public final class CommandException extends IOException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    public CommandException(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    public ExitCode code() {
        return code;
    }
}

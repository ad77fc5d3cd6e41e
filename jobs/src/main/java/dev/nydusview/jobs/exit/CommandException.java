package dev.nydusview.jobs.exit;

import java.io.IOException;

/** A failure whose message is written for the user and whose exit code is known. */
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

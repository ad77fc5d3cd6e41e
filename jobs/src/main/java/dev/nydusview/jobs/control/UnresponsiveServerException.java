package dev.nydusview.jobs.control;

import java.io.IOException;

/** Reports a process that does not answer in time, as one that was stopped. */
public final class UnresponsiveServerException extends IOException {
    private static final long serialVersionUID = 1L;

    UnresponsiveServerException() {
        super("the process that serves the mount does not answer");
    }
}

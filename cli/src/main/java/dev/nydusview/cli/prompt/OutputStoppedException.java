package dev.nydusview.cli.prompt;

import java.io.IOException;

/** The user wants no more of this output. */
final class OutputStoppedException extends IOException {
    private static final long serialVersionUID = 1L;

    OutputStoppedException() {
        super("stopped");
    }
}

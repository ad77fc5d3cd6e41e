package dev.nydusview.cli.prompt;

import java.io.IOException;

/** Reports that the user does not want more of this output. */
final class OutputStoppedException extends IOException {
    private static final long serialVersionUID = 1L;

    OutputStoppedException() {
        super("stopped");
    }
}

package dev.nydusview.jobs.output;

import dev.nydusview.jobs.exit.UnwrittenException;
import java.io.IOException;

/** Reports that standard output cannot be written: its reader went away, or its disk is full. */
public final class OutputClosedException extends UnwrittenException {
    private static final long serialVersionUID = 1L;

    public OutputClosedException(IOException cause) {
        super("standard output", cause);
    }

    /** Tests whether the reader went away, which is its right, rather than a disk being full. */
    public boolean readerLeft() {
        return String.valueOf(getMessage()).contains("Broken pipe");
    }
}

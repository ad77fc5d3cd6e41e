package dev.nydusview.jobs.exit;

import java.io.IOException;

/** Reports that a document could not be written to its place: the disk is full, or the place is not the user's. */
public class UnwrittenException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param place name of the file or stream, as the user knows it */
    public UnwrittenException(String place, IOException cause) {
        super("cannot write to " + place + ": " + Messages.reason(cause), cause);
    }
}

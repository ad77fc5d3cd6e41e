package dev.nydusview.jobs.exit;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Reports that a document could not be written to its place: the disk is full, or the place is not the user's. */
public class UnwrittenException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Reports a failure of {@code file}, which {@code cause} may name already. */
    public UnwrittenException(Path file, IOException cause) {
        this(cause instanceof FileSystemException ? Messages.of(cause) : file + ": " + cause.getMessage(), cause);
    }

    /** @param place name of the place, and the cause */
    protected UnwrittenException(String place, IOException cause) {
        super("cannot write to " + place, cause);
    }
}

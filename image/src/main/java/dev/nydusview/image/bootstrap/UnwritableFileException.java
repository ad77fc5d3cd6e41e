package dev.nydusview.image.bootstrap;

import java.io.IOException;
import java.nio.file.Path;

/** What was fetched cannot be put on the disk: no fault of what was fetched. */
final class UnwritableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    UnwritableFileException(Path path, IOException cause) {
        super("cannot write " + path + ": " + cause.getMessage(), cause);
    }
}

package dev.nydusview.image.bootstrap;

import java.io.IOException;
import java.nio.file.Path;

/** Reports that fetched data cannot be written to the disk; the data itself is not at fault. */
final class UnwritableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    UnwritableFileException(Path path, IOException cause) {
        super("cannot write " + path + ": " + cause.getMessage(), cause);
    }
}

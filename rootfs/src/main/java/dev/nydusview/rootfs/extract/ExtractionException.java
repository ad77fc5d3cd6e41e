package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.path.EntryPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reports at which file extraction failed; the cause has the reason. */
public final class ExtractionException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient EntryPath path;
    private final IOException failure;

    ExtractionException(EntryPath path, IOException failure) {
        super("/" + new String(path.bytes(), StandardCharsets.UTF_8) + ": " + failure.getMessage(), failure);
        this.path = path;
        this.failure = failure;
    }

    public EntryPath path() {
        return path;
    }

    public IOException failure() {
        return failure;
    }
}

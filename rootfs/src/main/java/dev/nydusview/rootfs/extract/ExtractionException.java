package dev.nydusview.rootfs.extract;

import java.io.IOException;

/** Extraction failed at one file; the cause says why. */
public final class ExtractionException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient TreePath path;
    private final IOException failure;

    ExtractionException(TreePath path, IOException failure) {
        super(path + ": " + failure.getMessage(), failure);
        this.path = path;
        this.failure = failure;
    }

    public TreePath path() {
        return path;
    }

    public IOException failure() {
        return failure;
    }
}

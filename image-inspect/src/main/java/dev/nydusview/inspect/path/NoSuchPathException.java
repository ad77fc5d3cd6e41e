package dev.nydusview.inspect.path;

import java.io.IOException;

/** A path leads to nothing in the image. */
public final class NoSuchPathException extends IOException {
    private static final long serialVersionUID = 1L;

    NoSuchPathException(ImagePath path, String reason) {
        super(path + ": " + reason);
    }
}

package dev.nydusview.image.bootstrap;

import dev.nydusview.base.CorruptDataException;

/** A bootstrap layer that decodes, and is none of an image; its message names the layer. */
final class BadLayerException extends CorruptDataException {
    private static final long serialVersionUID = 1L;

    BadLayerException(String message) {
        super(message);
    }
}

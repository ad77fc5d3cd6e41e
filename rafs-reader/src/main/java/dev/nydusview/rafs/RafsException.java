package dev.nydusview.rafs;

import java.io.IOException;

/** An image that cannot be served as asked: see the subclasses for whether it is corrupt or merely unsupported. */
public abstract sealed class RafsException extends IOException
        permits RafsFormatException, UnsupportedFeatureException {
    RafsException(String message) {
        super(message);
    }
}

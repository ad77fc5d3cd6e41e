package dev.nydusview.base;

import java.io.IOException;

/** Data that cannot be served as asked, because it is corrupt or because it needs what is not supported: see the subclasses. */
public abstract sealed class DataException extends IOException
        permits CorruptDataException, UnsupportedFeatureException {
    private static final long serialVersionUID = 1L;

    DataException(String message) {
        super(message);
    }

    DataException(String message, Throwable cause) {
        super(message, cause);
    }
}

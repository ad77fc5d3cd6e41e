package dev.nydusview.base;

import java.io.IOException;

/** Reports data that cannot be served, because it is corrupt or needs an unsupported feature: see the subclasses. */
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

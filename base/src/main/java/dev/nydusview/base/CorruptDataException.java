package dev.nydusview.base;

import java.io.IOException;

/** Data from outside is not what it claims to be. The message says what is wrong, and where. */
public class CorruptDataException extends IOException {
    private static final long serialVersionUID = 1L;

    public CorruptDataException(String message) {
        super(message);
    }
}

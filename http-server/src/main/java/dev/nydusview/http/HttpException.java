package dev.nydusview.http;

import java.io.IOException;

/** Bytes that are not a message, or one that is too large. Nothing after them on the connection can be understood. */
final class HttpException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status with which a server refuses it */
    HttpException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}

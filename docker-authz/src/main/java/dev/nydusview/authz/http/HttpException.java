package dev.nydusview.authz.http;

import java.io.IOException;

/** What was sent is no request, or one too large. Nothing after it on the connection can be understood. */
final class HttpException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    HttpException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}

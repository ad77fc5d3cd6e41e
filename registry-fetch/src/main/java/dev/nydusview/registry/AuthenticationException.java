package dev.nydusview.registry;

import java.io.IOException;

/** The registry wants other credentials than it was given (401, 403). */
public final class AuthenticationException extends IOException {
    private static final long serialVersionUID = 1L;

    public AuthenticationException(String message) {
        super(message);
    }

    public AuthenticationException(String message, Throwable cause) {
        super(message, cause);
    }
}

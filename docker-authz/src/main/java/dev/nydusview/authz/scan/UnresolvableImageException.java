package dev.nydusview.authz.scan;

import java.io.IOException;

/** The registry answers, and has no such image: it may be one that only docker has. */
public final class UnresolvableImageException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnresolvableImageException(String message) {
        super(message);
    }
}

package dev.nydusview.authz.scan;

import java.io.IOException;

/** Reports that the registry answers and does not have the image, which may be one that only docker has. */
public final class UnresolvableImageException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnresolvableImageException(String message) {
        super(message);
    }
}

package dev.nydusview.registry.http;

import java.io.IOException;

/** An answer that contradicts its request. It is asked for again, and not believed. */
final class BadAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    BadAnswer(String message) {
        super(message);
    }
}

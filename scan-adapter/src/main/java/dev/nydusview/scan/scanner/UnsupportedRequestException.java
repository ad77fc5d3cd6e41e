package dev.nydusview.scan.scanner;

/** A scanner cannot do what is asked of it; the message says what it can do. */
public final class UnsupportedRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    UnsupportedRequestException(String message) {
        super(message);
    }
}

package dev.nydusview.scan.scanner;

/** Reports that a scanner cannot meet a request; the message tells what it can do. */
public final class UnsupportedRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    UnsupportedRequestException(String message) {
        super(message);
    }
}

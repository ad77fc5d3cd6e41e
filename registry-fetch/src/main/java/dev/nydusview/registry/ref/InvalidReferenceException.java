package dev.nydusview.registry.ref;

/** What the user wrote names no image, platform or source. The message says which rule it breaks. */
public final class InvalidReferenceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidReferenceException(String message) {
        super(message);
    }
}

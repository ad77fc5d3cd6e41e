package dev.nydusview.registry.ref;

/** Reports text from the user that is not an image, platform or source. The message says which rule it breaks. */
public final class InvalidReferenceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidReferenceException(String message) {
        super(message);
    }
}

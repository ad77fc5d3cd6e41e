package dev.nydusview.registry;

/** The image is there, for other platforms than the one that is wanted. */
public final class MissingPlatformException extends NotFoundException {
    private static final long serialVersionUID = 1L;

    public MissingPlatformException(String message) {
        super(message);
    }
}

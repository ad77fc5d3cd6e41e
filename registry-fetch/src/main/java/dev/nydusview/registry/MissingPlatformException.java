package dev.nydusview.registry;

/** Reports that the image exists, but not for the wanted platform. */
public final class MissingPlatformException extends NotFoundException {
    private static final long serialVersionUID = 1L;

    public MissingPlatformException(String message) {
        super(message);
    }
}

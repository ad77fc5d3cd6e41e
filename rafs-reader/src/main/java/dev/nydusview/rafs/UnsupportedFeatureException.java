package dev.nydusview.rafs;

/** The image is well formed as far as is known, but needs something that this reader does not do. */
public final class UnsupportedFeatureException extends RafsException {
    private static final long serialVersionUID = 1L;

    public UnsupportedFeatureException(String message) {
        super(message);
    }
}

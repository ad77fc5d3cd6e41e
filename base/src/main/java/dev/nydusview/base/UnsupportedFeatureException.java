package dev.nydusview.base;

/** Data that is well formed as far as is known, but needs a feature that this version does not have. */
public final class UnsupportedFeatureException extends DataException {
    private static final long serialVersionUID = 1L;

    public UnsupportedFeatureException(String message) {
        super(message);
    }
}

package dev.nydusview.base;

/**
 * Data from outside (an image, an archive, a manifest) that breaks its format. The message names the structure and the
 * place.
 */
public non-sealed class CorruptDataException extends DataException {
    private static final long serialVersionUID = 1L;

    public CorruptDataException(String message) {
        super(message);
    }

    public CorruptDataException(String message, Throwable cause) {
        super(message, cause);
    }
}

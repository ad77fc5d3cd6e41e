package dev.nydusview.rafs.model;

/** The stored bytes of a chunk are not the ones that the bootstrap promises; none of them is handed out. */
public final class ChunkVerificationException extends RafsFormatException {
    private static final long serialVersionUID = 1L;

    public ChunkVerificationException(String message) {
        super(message);
    }
}

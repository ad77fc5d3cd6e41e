package dev.nydusview.rafs.model;

import dev.nydusview.base.CorruptDataException;

/** A corrupt RAFS image. The message names the structure, its byte offset and the offending value. */
public class RafsFormatException extends CorruptDataException {
    private static final long serialVersionUID = 1L;

    public RafsFormatException(String message) {
        super(message);
    }

    /** A fault in {@code structure}, which starts {@code offset} bytes into the bootstrap or blob. */
    public RafsFormatException(String structure, long offset, String fault) {
        super(structure + " at offset 0x" + Long.toHexString(offset) + ": " + fault);
    }
}

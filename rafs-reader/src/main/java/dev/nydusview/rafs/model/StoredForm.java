package dev.nydusview.rafs.model;

import java.nio.ByteBuffer;

/** Form in which a chunk is stored: compressed, encrypted, alone or with others. */
public sealed interface StoredForm {

    /** The stored bytes are one chunk's: compressed by the blob's algorithm or not, then encrypted or not. */
    record Alone(boolean compressed, boolean encrypted) implements StoredForm {}

    /** The stored bytes make more than one chunk. */
    sealed interface Shared extends StoredForm {
        /** Bytes that they make: at least 1. */
        int plainSize();

        /** Returns the offset of the chunk in the decompressed bytes, within which all of it lies. */
        int start();
    }

    /**
     * Small chunks, put together, then compressed by the blob's algorithm if that made them smaller, then encrypted or
     * not.
     */
    record Batch(int plainSize, int start, boolean encrypted) implements Shared {}

    /**
     * Part of a gzip stream, decompressed from an access point (zran).
     *
     * @param firstByte the byte before the stored ones
     * @param firstBits number of its upper bits with which the compressed part begins: 0 to 7
     * @param dictionary output that came before; read-only, at most 32 KiB
     */
    record ZranContext(int plainSize, int start, int firstByte, int firstBits, ByteBuffer dictionary)
            implements Shared {}
}

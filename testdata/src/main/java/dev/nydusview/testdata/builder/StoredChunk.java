package dev.nydusview.testdata.builder;

/**
 * A chunk as a blob has it.
 *
 * @param digest of its uncompressed bytes, hexadecimal
 * @param index its place in the blob's chunk index
 * @param compressed whether its stored bytes are
 * @param storedOffset first stored byte; 0 if it is in a batch
 * @param storedSize stored bytes; 0 if it is in a batch
 * @param uncompressedOffset where it stands in the blob's uncompressed address space
 * @param crc CRC-32C of its uncompressed bytes
 * @param batch number of the batch that it is in, or {@link #ALONE}
 * @param batchOffset where it stands in the uncompressed batch
 */
record StoredChunk(
        String digest,
        int blobIndex,
        int index,
        boolean compressed,
        long storedOffset,
        int storedSize,
        long uncompressedOffset,
        int size,
        int crc,
        int batch,
        int batchOffset) {
    static final int ALONE = -1;

    boolean isBatched() {
        return batch != ALONE;
    }
}

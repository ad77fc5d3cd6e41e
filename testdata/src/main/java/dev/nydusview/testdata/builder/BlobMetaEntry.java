package dev.nydusview.testdata.builder;

import java.nio.ByteBuffer;
import java.util.List;

/** The entries of a chunk index, which are bit fields of two 64-bit words (V1) or three (V2). */
final class BlobMetaEntry {
    private static final int V1_SIZE = 16;
    private static final int V2_SIZE = 24;
    private static final int WORD = 8;

    // V1 splits a size, less one, into 20 low bits at the top of the word and 4 high bits elsewhere.
    private static final int V1_LOW_BITS = 20;
    private static final long V1_LOW_MASK = 0xfffff;
    private static final int V1_LOW_SHIFT = 44;
    private static final int V1_UNCOMPRESSED_HIGH_SHIFT = 8;
    private static final int V1_COMPRESSED_HIGH_SHIFT = 40;

    private static final int V2_BLOCK_BITS = 12;
    private static final int V2_UNCOMPRESSED_SIZE_SHIFT = 32;
    private static final int V2_FLAGS_SHIFT = 56;
    private static final int V2_COMPRESSED_SIZE_SHIFT = 40;
    private static final int V2_BATCH_SHIFT = 32;

    private static final long COMPRESSED = 1;
    private static final long BATCH = 4;
    private static final long ENCRYPTED = 8;
    private static final long HAS_CRC32 = 0x10;

    private BlobMetaEntry() {}

    /** Writes an entry in which the sizes alone tell whether a chunk is compressed. */
    static ByteBuffer v1(StoredChunk chunk) {
        long size = chunk.size() - 1L;
        long storedSize = chunk.storedSize() - 1L;
        return ByteSink.record(V1_SIZE)
                .putLong(0, v1Size(size, V1_UNCOMPRESSED_HIGH_SHIFT) | chunk.uncompressedOffset())
                .putLong(WORD, v1Size(storedSize, V1_COMPRESSED_HIGH_SHIFT) | chunk.storedOffset());
    }

    private static long v1Size(long sizeLessOne, int highShift) {
        return (sizeLessOne & V1_LOW_MASK) << V1_LOW_SHIFT | sizeLessOne >>> V1_LOW_BITS << highShift;
    }

    static ByteBuffer v2(StoredChunk chunk, List<Batch> batches, boolean encrypted) {
        return chunk.isBatched()
                ? v2(chunk, COMPRESSED | BATCH, batches.get(chunk.batch()).storedOffset(), batch(chunk))
                : v2(chunk, flags(chunk, encrypted), chunk.storedOffset(), Integer.toUnsignedLong(chunk.crc()));
    }

    private static long batch(StoredChunk chunk) {
        return (long) chunk.batch() << V2_BATCH_SHIFT | chunk.batchOffset();
    }

    private static long flags(StoredChunk chunk, boolean encrypted) {
        return (chunk.compressed() ? COMPRESSED : 0) | (encrypted ? ENCRYPTED : 0) | (chunk.crc() == 0 ? 0 : HAS_CRC32);
    }

    private static ByteBuffer v2(StoredChunk chunk, long flags, long storedOffset, long data) {
        return ByteSink.record(V2_SIZE)
                .putLong(
                        0,
                        flags << V2_FLAGS_SHIFT
                                | (chunk.size() - 1L) << V2_UNCOMPRESSED_SIZE_SHIFT
                                | chunk.uncompressedOffset() >>> V2_BLOCK_BITS)
                .putLong(WORD, (long) chunk.storedSize() << V2_COMPRESSED_SIZE_SHIFT | storedOffset)
                .putLong(2 * WORD, data);
    }
}

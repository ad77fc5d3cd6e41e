package dev.nydusview.rafs.blob;

import static dev.nydusview.rafs.layout.BlobMetaLayout.*;

import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.RafsFormatException;

/** The rows of a chunk index, whose fields are bits of two 64-bit words (V1), or of three (V2). */
final class BlobMetaEntries {
    private final Bytes bytes;
    private final boolean v2;

    BlobMetaEntries(Bytes bytes, boolean v2) {
        this.bytes = bytes;
        this.v2 = v2;
    }

    /** A row; {@code flags}, {@code context} and {@code start} are 0 in V1, where unequal sizes mean compressed. */
    record Entry(
            Bytes bytes,
            long uncompressedOffset,
            int plainSize,
            long storedOffset,
            int storedSize,
            int flags,
            long data) {
        boolean is(int flag) {
            return (flags & flag) != 0;
        }

        /** Returns the number of the batch or zran context that the chunk is in. */
        int context() {
            return (int) (data >>> V2_CONTEXT_SHIFT);
        }

        /** Returns the offset of the chunk in its batch or context, in bytes; negative if out of range. */
        int start() {
            return (int) data;
        }

        boolean isShared() {
            return is(V2_FLAG_BATCH) || is(V2_FLAG_ZRAN);
        }
    }

    Entry entry(int index) throws RafsFormatException {
        int size = v2 ? V2_ENTRY_SIZE : V1_ENTRY_SIZE;
        Bytes entry = bytes.at("blob.meta entry", (long) index * size, size);
        long uncompressed = entry.i64(UNCOMPRESSED_WORD);
        long compressed = entry.i64(COMPRESSED_WORD);
        return v2 ? v2(entry, uncompressed, compressed) : v1(entry, uncompressed, compressed);
    }

    private static Entry v1(Bytes entry, long uncompressed, long compressed) {
        int plainSize = v1Size(uncompressed, V1_UNCOMPRESSED_SIZE_HIGH_SHIFT);
        int storedSize = v1Size(compressed, V1_COMPRESSED_SIZE_HIGH_SHIFT);
        return new Entry(
                entry,
                uncompressed & V1_UNCOMPRESSED_OFFSET_MASK,
                plainSize,
                compressed & COMPRESSED_OFFSET_MASK,
                storedSize,
                plainSize == storedSize ? 0 : V2_FLAG_COMPRESSED,
                0);
    }

    private static int v1Size(long word, int highShift) {
        int low = (int) (word >>> V1_SIZE_LOW_SHIFT);
        int high = (int) (word >>> highShift) & V1_SIZE_HIGH_MASK;
        return (high << V1_SIZE_LOW_BITS | low) + 1;
    }

    private static Entry v2(Bytes entry, long uncompressed, long compressed) throws RafsFormatException {
        return new Entry(
                entry,
                (uncompressed & V2_UNCOMPRESSED_BLOCK_MASK) << V2_UNCOMPRESSED_BLOCK_BITS,
                ((int) (uncompressed >>> V2_UNCOMPRESSED_SIZE_SHIFT) & V2_SIZE_MASK) + 1,
                compressed & COMPRESSED_OFFSET_MASK,
                (int) (compressed >>> V2_COMPRESSED_SIZE_SHIFT) & V2_SIZE_MASK,
                (int) (uncompressed >>> V2_FLAGS_SHIFT),
                entry.i64(DATA_WORD));
    }
}

package dev.nydusview.rafswriter.blob;

import static dev.nydusview.rafs.layout.BlobMetaLayout.*;

import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.Compressor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/** The chunk index of a v6 blob, with entries of the first version, which native blobs have. */
final class ChunkIndexWriter {
    private static final int LOW_MASK = (1 << V1_SIZE_LOW_BITS) - 1;

    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();

    /**
     * The chunk index.
     *
     * @param tail as a blob ends with it: compressed, with its header behind it
     * @param file as the layer of the bootstrap has it: plain, with its header at the start of a block
     * @param place where it is in the blob
     */
    record Section(ByteBuffer tail, ByteBuffer file, BlobInfo.MetaSection place) {}

    /** Adds an entry. Sizes that differ say that the chunk is compressed. */
    void add(long uncompressedOffset, int size, long storedOffset, int storedSize) {
        entries.writeBytes(ByteBuffer.allocate(V1_ENTRY_SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(size(size, V1_UNCOMPRESSED_SIZE_HIGH_SHIFT) | uncompressedOffset)
                .putLong(size(storedSize, V1_COMPRESSED_SIZE_HIGH_SHIFT) | storedOffset)
                .array());
    }

    private static long size(int size, int highShift) {
        long lessOne = size - 1L;
        return (lessOne & LOW_MASK) << V1_SIZE_LOW_SHIFT | lessOne >>> V1_SIZE_LOW_BITS << highShift;
    }

    /** @param offset where the index begins in the blob */
    Section section(long offset, Set<BlobFeature> features) {
        byte[] plain = entries.toByteArray();
        byte[] stored = ChunkCompressor.compress(Compressor.ZSTD, plain);
        Compressor compressor = stored.length < plain.length ? Compressor.ZSTD : Compressor.NONE;
        BlobInfo.MetaSection place = new BlobInfo.MetaSection(compressor, offset, stored.length, plain.length);
        byte[] header = header(place, features);
        int padded = (plain.length + HEADER_SIZE - 1) & -HEADER_SIZE;
        return new Section(joined(stored, stored.length, header), joined(plain, padded, header), place);
    }

    /** Returns {@code first}, then {@code second} at an offset. */
    private static ByteBuffer joined(byte[] first, int offset, byte[] second) {
        return ByteBuffer.allocate(offset + second.length)
                .put(first)
                .position(offset)
                .put(second)
                .flip();
    }

    private static byte[] header(BlobInfo.MetaSection place, Set<BlobFeature> features) {
        return ByteBuffer.allocate(HEADER_SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(H_MAGIC, MAGIC)
                .putInt(H_FEATURES, BlobFeature.encode(features))
                .putInt(H_CI_COMPRESSOR, place.compressor().code())
                .putInt(H_CI_ENTRIES, (int) (place.uncompressedSize() / V1_ENTRY_SIZE))
                .putLong(H_CI_OFFSET, place.offset())
                .putLong(H_CI_COMPRESSED_SIZE, place.compressedSize())
                .putLong(H_CI_UNCOMPRESSED_SIZE, place.uncompressedSize())
                .putInt(H_MAGIC2, MAGIC)
                .array();
    }
}

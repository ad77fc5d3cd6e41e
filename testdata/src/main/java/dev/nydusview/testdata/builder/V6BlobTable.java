package dev.nydusview.testdata.builder;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/** Writes the blob table of a v6 bootstrap and, for EROFS, the device slots. */
final class V6BlobTable {
    static final int ENTRY_SIZE = 256;
    static final int SLOT_SIZE = 128;

    private static final int ID = 0;
    private static final int INDEX = 64;
    private static final int CHUNK_SIZE = 68;
    private static final int CHUNK_COUNT = 72;
    private static final int COMPRESSION_ALGO = 76;
    private static final int DIGEST_ALGO = 80;
    private static final int FEATURES = 84;
    private static final int COMPRESSED_SIZE = 88;
    private static final int UNCOMPRESSED_SIZE = 96;
    private static final int CI_COMPRESSOR = 108;
    private static final int CI_OFFSET = 112;
    private static final int CI_COMPRESSED_SIZE = 120;
    private static final int CI_UNCOMPRESSED_SIZE = 128;
    private static final int CIPHER_ALGO = 216;

    private static final int AES_256_XTS = 2;

    private static final int SLOT_BLOCKS = 64;
    private static final int SLOT_MAPPED_BLOCK = 68;
    private static final int MAPPED_ALIGNMENT = 0x80000;

    private V6BlobTable() {}

    static byte[] table(List<BuiltBlob> blobs, ChunkSettings settings, Set<V6Shape> shapes) {
        ByteSink sink = new ByteSink();
        for (int i = 0; i < blobs.size(); i++) {
            ByteBuffer entry = entry(blobs.get(i), settings).putInt(INDEX, i);
            if (shapes.contains(V6Shape.AES_256_XTS)) {
                entry.putInt(CIPHER_ALGO, AES_256_XTS);
            }
            sink.put(entry);
        }
        return sink.toBytes();
    }

    private static ByteBuffer entry(BuiltBlob blob, ChunkSettings settings) {
        BlobMeta meta = blob.meta();
        if (meta == null) {
            throw new IllegalArgumentException("blob " + blob.id() + " is of a v5 image");
        }
        return ByteSink.record(ENTRY_SIZE)
                .put(ID, Latin1.bytes(blob.id()))
                .putInt(CHUNK_SIZE, settings.chunkSize())
                .putInt(CHUNK_COUNT, blob.data().chunks().size())
                .putInt(COMPRESSION_ALGO, settings.compression().code())
                .putInt(DIGEST_ALGO, settings.hash().code())
                .putInt(FEATURES, blob.features())
                .putLong(COMPRESSED_SIZE, blob.bytes().length)
                .putLong(UNCOMPRESSED_SIZE, blob.data().addressSpace().length)
                .putInt(CI_COMPRESSOR, meta.compression().code())
                .putLong(CI_OFFSET, meta.offset())
                .putLong(CI_COMPRESSED_SIZE, meta.storedSize())
                .putLong(CI_UNCOMPRESSED_SIZE, meta.plainSize());
    }

    /** @param bootstrapSize behind which the devices are mapped, one after the other */
    static byte[] deviceSlots(List<BuiltBlob> blobs, int bootstrapSize) {
        ByteSink sink = new ByteSink();
        int mapped = bootstrapSize;
        for (BuiltBlob blob : blobs) {
            mapped = ByteSink.aligned(mapped, MAPPED_ALIGNMENT);
            int size = blob.data().addressSpace().length;
            sink.put(ByteSink.record(SLOT_SIZE)
                    .put(ID, Latin1.bytes(blob.id()))
                    .putInt(SLOT_BLOCKS, size / V6Writer.BLOCK)
                    .putInt(SLOT_MAPPED_BLOCK, mapped / V6Writer.BLOCK));
            mapped += size;
        }
        return sink.toBytes();
    }
}

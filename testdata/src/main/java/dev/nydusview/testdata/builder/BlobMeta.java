package dev.nydusview.testdata.builder;

import java.nio.ByteBuffer;

/** The chunk index of a v6 blob (CI), with the batch contexts behind it, and its header. */
final class BlobMeta {
    private static final int HEADER_SIZE = 4096;
    private static final int MAGIC = 0xb10b_b10b;

    private static final int H_MAGIC = 0;
    private static final int H_FEATURES = 4;
    private static final int H_CI_COMPRESSOR = 8;
    private static final int H_CI_ENTRIES = 12;
    private static final int H_CI_OFFSET = 16;
    private static final int H_CI_COMPRESSED_SIZE = 24;
    private static final int H_CI_UNCOMPRESSED_SIZE = 32;
    private static final int H_CONTEXTS_OFFSET = 40;
    private static final int H_CONTEXTS_SIZE = 48;
    private static final int H_CONTEXTS_COUNT = 56;
    private static final int H_MAGIC2 = 4092;

    private static final int CONTEXT_SIZE = 40;
    private static final int CONTEXT_COMPRESSED_SIZE = 0;
    private static final int CONTEXT_UNCOMPRESSED_SIZE = 4;

    private final BlobData data;
    private final int features;
    private final byte[] plain;
    private final byte[] stored;
    private final Compression compression;

    /** @param compression of the index; not used where it does not make it shorter */
    BlobMeta(BlobData data, int features, Compression compression) {
        this.data = data;
        this.features = features;
        this.plain = index();
        this.stored = compression.compress(plain);
        this.compression = stored.length < plain.length ? compression : Compression.NONE;
    }

    private byte[] index() {
        ByteSink index = new ByteSink();
        boolean v2 = (features & V6Feature.CHUNK_INFO_V2) != 0;
        boolean encrypted = (features & V6Feature.ENCRYPTED) != 0;
        for (StoredChunk chunk : data.chunks()) {
            index.put(v2 ? BlobMetaEntry.v2(chunk, data.batches(), encrypted) : BlobMetaEntry.v1(chunk));
        }
        for (Batch batch : data.batches()) {
            index.put(ByteSink.record(CONTEXT_SIZE)
                    .putInt(CONTEXT_COMPRESSED_SIZE, batch.storedSize())
                    .putInt(CONTEXT_UNCOMPRESSED_SIZE, batch.size()));
        }
        return index.toBytes();
    }

    private ByteBuffer header() {
        int contexts = data.batches().size();
        int contextsSize = contexts * CONTEXT_SIZE;
        return ByteSink.record(HEADER_SIZE)
                .putInt(H_MAGIC, MAGIC)
                .putInt(H_FEATURES, features)
                .putInt(H_CI_COMPRESSOR, compression.code())
                .putInt(H_CI_ENTRIES, data.chunks().size())
                .putLong(H_CI_OFFSET, offset())
                .putLong(H_CI_COMPRESSED_SIZE, stored.length)
                .putLong(H_CI_UNCOMPRESSED_SIZE, plain.length)
                .putLong(H_CONTEXTS_OFFSET, contexts == 0 ? 0 : plain.length - contextsSize)
                .putLong(H_CONTEXTS_SIZE, contextsSize)
                .putInt(H_CONTEXTS_COUNT, contexts)
                .putInt(H_MAGIC2, MAGIC);
    }

    /** Returns the chunk index as the blob ends with it. */
    byte[] tail() {
        return new ByteSink().put(stored).put(header()).toBytes();
    }

    /** Returns the chunk index as the file beside the bootstrap has it. */
    byte[] file() {
        return new ByteSink().put(plain).align(HEADER_SIZE).put(header()).toBytes();
    }

    /** Behind the chunk data. */
    int offset() {
        return data.stored().length;
    }

    int storedSize() {
        return stored.length;
    }

    int plainSize() {
        return plain.length;
    }

    Compression compression() {
        return compression;
    }
}

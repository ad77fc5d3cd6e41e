package dev.nydusview.testdata.builder;

import java.util.EnumSet;
import java.util.Set;

/** Builds v6 images. */
public final class V6ImageBuilder extends ImageBuilder<V6ImageBuilder> {
    private final Set<V6Shape> shapes = EnumSet.noneOf(V6Shape.class);
    private Compression metaCompression = Compression.NONE;
    private int batchSize;

    V6ImageBuilder() {}

    public V6ImageBuilder shape(V6Shape shape) {
        shapes.add(shape);
        return this;
    }

    /** Sets the compression of the chunk index (default: none). */
    public V6ImageBuilder metaCompression(Compression algorithm) {
        metaCompression = algorithm;
        return this;
    }

    /** Stores files of up to half of {@code bytes} together, in batches that stay below it. */
    public V6ImageBuilder batchSize(int bytes) {
        batchSize = bytes;
        return this;
    }

    @Override
    V6ImageBuilder self() {
        return this;
    }

    @Override
    public BuiltImage build(SourceTree tree) {
        ChunkSettings settings = new ChunkSettings(chunkSize, compression, hash, V6Writer.BLOCK, batchSize, false);
        ChunkedTree chunked = chunk(
                tree,
                settings,
                data -> BuiltBlob.v6(data, features(), metaCompression, shapes.contains(V6Shape.META_APART)));
        byte[] bootstrap = new V6Writer(chunked, settings, prefetch, shapes).write();
        boolean compact = shapes.contains(V6Shape.COMPACT_INODES);
        return new BuiltImage(
                bootstrap, chunked.blobs(), tree.listing(node -> compact && V6InodeWriter.fitsCompact(node)));
    }

    private int features() {
        int features = V6Feature.ALIGNED | V6Feature.CAP_TAR_TOC;
        if (shapes.contains(V6Shape.CHUNK_INFO_V2)) {
            features |= V6Feature.CHUNK_INFO_V2;
        }
        if (batchSize > 0) {
            features |= V6Feature.CHUNK_INFO_V2 | V6Feature.BATCH;
        }
        if (shapes.contains(V6Shape.AES_256_XTS)) {
            features |= V6Feature.CHUNK_INFO_V2 | V6Feature.ENCRYPTED;
        }
        return shapes.contains(V6Shape.EXTERNAL_BLOBS) ? features | V6Feature.EXTERNAL : features;
    }
}

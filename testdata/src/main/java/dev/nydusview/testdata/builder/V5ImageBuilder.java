package dev.nydusview.testdata.builder;

import java.util.EnumSet;
import java.util.Set;

/** Builds v5 images. */
public final class V5ImageBuilder extends ImageBuilder<V5ImageBuilder> {
    /** Uncompressed offsets are packed. */
    private static final int ALIGNMENT = 1;

    private final Set<V5Shape> shapes = EnumSet.noneOf(V5Shape.class);

    V5ImageBuilder() {}

    public V5ImageBuilder shape(V5Shape shape) {
        shapes.add(shape);
        return this;
    }

    private int features() {
        return shapes.contains(V5Shape.EXTERNAL_BLOBS) ? V6Feature.EXTERNAL : 0;
    }

    @Override
    V5ImageBuilder self() {
        return this;
    }

    @Override
    public BuiltImage build(SourceTree tree) {
        ChunkSettings settings =
                new ChunkSettings(chunkSize, compression, hash, ALIGNMENT, 0, shapes.contains(V5Shape.HOLES));
        ChunkedTree chunked = chunk(tree, settings, data -> BuiltBlob.v5(data, features()));
        byte[] bootstrap = new V5Writer(chunked, settings, prefetch, shapes).write();
        return new BuiltImage(bootstrap, chunked.blobs(), tree.listing(node -> false));
    }
}

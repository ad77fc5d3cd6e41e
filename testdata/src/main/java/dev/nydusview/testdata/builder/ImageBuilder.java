package dev.nydusview.testdata.builder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Settings of both versions of the format. By default, chunks are of 1 MiB, with zstd and SHA-256. */
public abstract sealed class ImageBuilder<B extends ImageBuilder<B>> permits V5ImageBuilder, V6ImageBuilder {
    private static final int DEFAULT_CHUNK_SIZE = 1 << 20;

    int chunkSize = DEFAULT_CHUNK_SIZE;
    Compression compression = Compression.ZSTD;
    Hash hash = Hash.SHA256;
    List<BuiltBlob> dictionary = List.of();
    List<String> prefetch = List.of();

    ImageBuilder() {}

    public static V5ImageBuilder v5() {
        return new V5ImageBuilder();
    }

    public static V6ImageBuilder v6() {
        return new V6ImageBuilder();
    }

    /** A power of two, 4 KiB to 16 MiB. */
    public B chunkSize(int bytes) {
        chunkSize = bytes;
        return self();
    }

    public B compression(Compression algorithm) {
        compression = algorithm;
        return self();
    }

    public B hash(Hash algorithm) {
        hash = algorithm;
        return self();
    }

    /** Takes chunks that the blobs of {@code image} have from there. It must have the same version and hash. */
    public B dictionary(BuiltImage image) {
        dictionary = image.builtBlobs();
        return self();
    }

    /** Files to fetch early. */
    public B prefetch(String... paths) {
        prefetch = List.of(paths);
        return self();
    }

    public abstract BuiltImage build(SourceTree tree);

    abstract B self();

    /**
     * Returns the chunks of {@code tree}, and the blobs that have them: those of the dictionary, then its own if not
     * empty.
     */
    final ChunkedTree chunk(SourceTree tree, ChunkSettings settings, BlobFinisher finisher) {
        ChunkStore store = new ChunkStore(settings, dictionary);
        Map<SourceNode, List<FileChunk>> chunks = store.store(tree.root());
        BlobData data = store.finish();
        List<BuiltBlob> blobs = new ArrayList<>(dictionary);
        if (!data.chunks().isEmpty()) {
            blobs.add(finisher.finish(data));
        }
        return new ChunkedTree(tree, chunks, List.copyOf(blobs));
    }

    /** Makes a blob out of chunk data. */
    @FunctionalInterface
    interface BlobFinisher {
        BuiltBlob finish(BlobData data);
    }
}

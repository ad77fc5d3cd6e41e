package dev.nydusview.fuse;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.built.BuiltBlobs;
import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** An image of a tree that a test has made up, with its chunks in memory. */
record BuiltTree(RafsImage image, ChunkSource source) {
    /** Bytes of a chunk: more than a page, fewer than the kernel reads ahead. */
    static final int CHUNK = 1 << 16;

    static BuiltTree of(SourceTree tree) throws IOException {
        return of(ImageBuilder.v6(), tree);
    }

    static BuiltTree of(ImageBuilder<?> builder, SourceTree tree) throws IOException {
        var built = builder.chunkSize(CHUNK).build(tree);
        RafsImage image = RafsImage.open(ByteBuffer.wrap(built.bootstrap()));
        return new BuiltTree(image, new BlobChunkSource(image, new BuiltBlobs(built)));
    }

    /** Bytes that no two files share a chunk of, unless they have the same {@code seed}. */
    static byte[] content(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static MountOptions options(ServeOptions serve) {
        return new MountOptions("nydusview:test", false, List.of(), false, true, serve);
    }
}

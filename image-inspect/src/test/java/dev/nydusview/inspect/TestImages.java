package dev.nydusview.inspect;

import dev.nydusview.rafs.built.BuiltReader;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.chunk.ImageChunkLocator;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.path.ImagePath;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Images of the tests, and places in them. */
public final class TestImages {
    /** Bytes of a chunk. */
    public static final int CHUNK = 4096;

    private TestImages() {}

    public static BuiltReader of(SourceTree tree) throws IOException {
        return of(ImageBuilder.v6(), tree);
    }

    public static BuiltReader of(ImageBuilder<?> builder, SourceTree tree) throws IOException {
        BuiltImage built = builder.chunkSize(CHUNK).build(tree);
        return BuiltReader.of(built);
    }

    public static ChunkLocator locator(BuiltReader image) {
        return new ImageChunkLocator(image.image(), image.metas());
    }

    public static LocatedFile at(InodeTree tree, String path) throws IOException {
        return new PathResolver(tree).noFollow(ImagePath.parse(path));
    }

    public static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes that no other seed makes. */
    public static byte[] content(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}

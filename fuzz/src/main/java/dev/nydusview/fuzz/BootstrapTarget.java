package dev.nydusview.fuzz;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import dev.nydusview.testdata.builder.V6Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A bootstrap of either version; all of its metadata is read. */
final class BootstrapTarget implements Target {
    private static final int CHUNK = 4096;

    @Override
    public List<byte[]> seeds() {
        return List.of(
                ImageBuilder.v5().chunkSize(CHUNK).build(tree()).bootstrap(),
                ImageBuilder.v6().chunkSize(CHUNK).build(tree()).bootstrap(),
                ImageBuilder.v6()
                        .chunkSize(CHUNK)
                        .shape(V6Shape.COMPACT_INODES)
                        .build(tree())
                        .bootstrap());
    }

    /** Little of everything. */
    static SourceTree tree() {
        Attributes attributes = Attributes.FILE.xattr("user.a", "b").xattr("security.capability", "\1\2");
        return new SourceTree()
                .directory("/d")
                .directory("/d/e")
                .file("/d/e/f", new byte[] {1, 2, 3})
                .file("/d/two", new byte[CHUNK + 1], attributes)
                .hardLink("/link", "/d/two")
                .symlink("/s", "d/two")
                .characterDevice("/null", 1, 3, attributes);
    }

    @Override
    public void run(byte[] input) throws IOException {
        ImageProbe.walk(RafsImage.open(ByteBuffer.wrap(input)), input.length);
    }
}

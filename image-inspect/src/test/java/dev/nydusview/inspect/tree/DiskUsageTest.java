package dev.nydusview.inspect.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.inspect.TestImages;
import dev.nydusview.rafs.built.BuiltReader;
import dev.nydusview.rafs.walk.TreeWalk;
import dev.nydusview.testdata.builder.Compression;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskUsageTest {
    private static final int CHUNK = TestImages.CHUNK;
    private static final byte[] SHARED = TestImages.content(1, CHUNK);

    private static List<DirectoryUsage> usage(BuiltReader image, String start) throws IOException {
        List<DirectoryUsage> all = new ArrayList<>();
        DiskUsage.run(
                image.image(),
                TestImages.locator(image),
                TestImages.at(image.tree(), start),
                all::add,
                TreeWalk.Damage.FATAL);
        return all;
    }

    private static SourceTree source() {
        return new SourceTree()
                .directory("/a")
                .file("/a/one", SHARED)
                .directory("/a/deep")
                .file("/a/deep/two", TestImages.content(2, 10))
                .directory("/b")
                .file("/b/same", SHARED)
                .hardLink("/b/hard", "/a/one")
                .symlink("/b/link", "same");
    }

    /** Chunks are stored uncompressed, so that stored bytes equal bytes of content. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void chunksAndLinkedFilesCountOnce(boolean v5) throws IOException {
        ImageBuilder<?> builder = v5 ? ImageBuilder.v5() : ImageBuilder.v6();
        BuiltReader image = TestImages.of(builder.compression(Compression.NONE), source());
        assertThat(usage(image, "/"))
                .containsExactly(
                        new DirectoryUsage("/a/deep", 2, 10, 10, 1, 0),
                        new DirectoryUsage("/a", 1, CHUNK + 10, CHUNK + 10, 2, 1),
                        new DirectoryUsage("/b", 1, CHUNK, 0, 2, 0),
                        new DirectoryUsage("/", 0, 2 * CHUNK + 10, CHUNK + 10, 4, 3));
    }

    @Test
    void depthCountsFromTheStart() throws IOException {
        BuiltReader image = TestImages.of(ImageBuilder.v6().compression(Compression.NONE), source());
        assertThat(usage(image, "/a"))
                .containsExactly(
                        new DirectoryUsage("/a/deep", 1, 10, 10, 1, 0),
                        new DirectoryUsage("/a", 0, CHUNK + 10, CHUNK + 10, 2, 1));
        assertThat(usage(image, "/b/same")).containsExactly(new DirectoryUsage("/b/same", 0, CHUNK, CHUNK, 1, 0));
        assertThat(usage(image, "/b/link")).containsExactly(new DirectoryUsage("/b/link", 0, 0, 0, 1, 0));
    }

    @Test
    void compressedChunksTakeWhatIsStored() throws IOException {
        byte[] zeros = new byte[CHUNK];
        zeros[0] = 1;
        BuiltReader image = TestImages.of(new SourceTree().file("/zeros", zeros));
        DirectoryUsage all = usage(image, "/").get(0);
        assertThat(all.bytes()).isEqualTo(CHUNK);
        assertThat(all.stored()).isPositive().isLessThan(100);
    }

    /** The stored bytes of a batch, which only the chunk index of the blob tells, count once; its chunks share them. */
    @Test
    void batchesCountOnce() throws IOException {
        SourceTree tree = new SourceTree();
        for (int i = 0; i < 8; i++) {
            tree.file("/f" + i, TestImages.content(i, 100));
        }
        BuiltReader image = TestImages.of(ImageBuilder.v6().batchSize(CHUNK), tree);
        DirectoryUsage all = usage(image, "/").get(0);
        assertThat(all.bytes()).isEqualTo(800);
        assertThat(all.stored()).isBetween(800L, 900L);
        assertThat(all.files()).isEqualTo(8);
    }
}

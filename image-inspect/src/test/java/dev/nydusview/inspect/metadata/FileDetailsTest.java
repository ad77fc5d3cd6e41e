package dev.nydusview.inspect.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.inspect.LocatedFile;
import dev.nydusview.inspect.NotInImageException;
import dev.nydusview.inspect.TestImages;
import dev.nydusview.inspect.chunk.ChunkDescriber;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.built.BuiltReader;
import dev.nydusview.rafs.walk.TreeWalk;
import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileDetailsTest {
    private static SourceTree source() {
        return new SourceTree()
                .directory("/d")
                .file(
                        "/d/f",
                        TestImages.content(1, TestImages.CHUNK + 1),
                        Attributes.FILE
                                .permissions(0640)
                                .mtime(1_600_000_000, 7)
                                .xattr("user.a", "\u0001"))
                .hardLink("/z", "/d/f");
    }

    private static BuiltReader image(boolean v5) throws IOException {
        return TestImages.of(
                v5
                        ? ImageBuilder.v5().prefetch("/d/f", "/d")
                        : ImageBuilder.v6().prefetch("/d/f", "/d"),
                source());
    }

    private static FileDetails details(BuiltReader image, String path) throws IOException {
        return FileDetails.of(
                TestImages.at(image.tree(), path),
                image.tree(),
                TestImages.CHUNK,
                new ChunkDescriber(image.image(), TestImages.locator(image)),
                TreeWalk.Damage.FATAL);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fileHasAllThatTheBootstrapSays(boolean v5) throws IOException {
        BuiltReader image = image(v5);
        FileDetails details = details(image, "/d/f");
        assertThat(details.entry().path()).isEqualTo("/d/f");
        assertThat(details.name()).isEqualTo("f");
        assertThat(details.parent()).isEqualTo(image.inode("/d").number());
        assertThat(details.fullMode()).isEqualTo(0100640);
        assertThat(details.seconds()).isEqualTo(1_600_000_000);
        assertThat(details.xattrs()).isEqualTo(Map.of("user.a", "AQ=="));
        assertThat(details.chunks()).hasSize(2);
        assertThat(details.chunks().get(1).fileOffset()).isEqualTo(TestImages.CHUNK);
        assertThat(details.chunks().get(1).chunk().size()).isOne();
        assertThat(details.digest() == null).isEqualTo(!v5);
        assertThat(details.problems()).isEmpty();
    }

    @Test
    void directoriesHaveNoChunks() throws IOException {
        BuiltReader image = image(false);
        assertThat(details(image, "/d").chunks()).isNull();
        assertThat(details(image, "/").name()).isEmpty();
        assertThat(details(image, "/").parent()).isEqualTo(image.tree().root());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyNameOfAnInodeIsFound(boolean v5) throws IOException {
        BuiltReader image = image(v5);
        List<LocatedFile> found =
                InodeSearch.run(image.tree(), image.inode("/z").number(), TreeWalk.Damage.FATAL);
        assertThat(found).extracting(place -> place.path().toString()).containsExactly("/d/f", "/z");
        assertThat(InodeSearch.run(image.tree(), image.tree().root(), TreeWalk.Damage.FATAL))
                .extracting(place -> place.path().toString())
                .containsExactly("/");
        assertThatThrownBy(() -> InodeSearch.run(image.tree(), 4_711_000, TreeWalk.Damage.FATAL))
                .isInstanceOf(NotInImageException.class)
                .hasMessage("no path of the image leads to an inode 4711000");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void prefetchTableHasPathsInItsOrder(boolean v5) throws IOException {
        BuiltReader image = image(v5);
        assertThat(PrefetchEntry.of(image.image(), TreeWalk.Damage.FATAL))
                .containsExactly(
                        new PrefetchEntry(image.inode("/d/f").number(), List.of("/d/f", "/z")),
                        new PrefetchEntry(image.inode("/d").number(), List.of("/d/")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void superblockAndBlobTableAreShown(boolean v5) throws IOException {
        RafsImage image = image(v5).image();
        ImageStats stats = ImageStats.of(image);
        assertThat(stats.version()).isEqualTo(v5 ? 5 : 6);
        assertThat(stats.inodes()).isEqualTo(3);
        assertThat(stats.chunkSize()).isEqualTo(TestImages.CHUNK);
        assertThat(stats.compressor()).isEqualTo("zstd");
        assertThat(stats.digester()).isEqualTo("sha256");
        assertThat(stats.blobs()).isOne();
        assertThat(BlobDetails.of(image)).singleElement().satisfies(blob -> {
            assertThat(blob.index()).isZero();
            assertThat(blob.chunks()).isEqualTo(2);
            assertThat(blob.compressor()).isEqualTo("zstd");
            assertThat(blob.cipher()).isEqualTo("none");
        });
    }
}

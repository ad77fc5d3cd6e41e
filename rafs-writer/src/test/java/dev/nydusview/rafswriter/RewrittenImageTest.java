package dev.nydusview.rafswriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.DirectoryBlobs;
import dev.nydusview.rafs.GoldenReader;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.TreeListing;
import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafswriter.tree.NewImage;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bootstraps of real images that are read and written again. */
class RewrittenImageTest {
    @TempDir
    Path directory;

    static Stream<GoldenImage> images() {
        return GoldenImage.all().filter(image -> !image.kind().equals("v6-tarfs"));
    }

    @ParameterizedTest
    @MethodSource("images")
    void showsTheSameFiles(GoldenImage golden) throws IOException {
        RafsImage image = reopened(golden, written(GoldenReader.open(golden)));
        FileReader files = new FileReader(image.tree(), new BlobChunkSource(image, new DirectoryBlobs(golden.blobs())));
        golden.listing().assertMatches(TreeListing.of(image.tree(), files));
    }

    @ParameterizedTest
    @MethodSource("images")
    void hasNoFault(GoldenImage golden) throws IOException {
        Bootstraps.assertSound(written(GoldenReader.open(golden)));
    }

    @ParameterizedTest
    @MethodSource("images")
    void hasNoFaultForNydusImage(GoldenImage golden) throws Exception {
        Bootstraps.assertNydusImageAgrees(written(GoldenReader.open(golden)), directory);
    }

    @ParameterizedTest
    @MethodSource("images")
    void isTheSameWhenItIsWrittenOnceMore(GoldenImage golden) throws IOException {
        ByteBuffer once = written(GoldenReader.open(golden));
        assertThat(written(RafsImage.open(once))).isEqualTo(once);
    }

    @Test
    void dataInATarIsRefused() throws IOException {
        RafsImage image = GoldenReader.open(GoldenImage.of("v6-tarfs"));
        assertThatThrownBy(() -> written(image))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("is a tar");
    }

    private ByteBuffer written(RafsImage image) throws IOException {
        return Bootstraps.write(NewImage.of(image), directory);
    }

    static RafsImage reopened(GoldenImage golden, ByteBuffer bootstrap) throws IOException {
        RafsImage image = RafsImage.open(bootstrap);
        return golden.isInline()
                ? image.withBootstrapBlob(golden.bootstrap().getFileName().toString())
                : image;
    }
}

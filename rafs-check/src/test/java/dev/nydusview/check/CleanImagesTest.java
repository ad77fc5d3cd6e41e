package dev.nydusview.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.check.finding.Coverage;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.rafs.DirectoryBlobs;
import dev.nydusview.rafs.GoldenReader;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.blob.InlineBootstrap;
import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.BitSet;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that images of the real builder are found to be sound, down to the last chunk. */
class CleanImagesTest {
    private static Stream<GoldenImage> images() {
        return Stream.concat(
                GoldenImage.all(), GoldenImage.UNREAD_KINDS.stream().map(GoldenImage::of));
    }

    @ParameterizedTest
    @Tag("soak")
    @MethodSource("images")
    void goldenImagesAreClean(GoldenImage golden) throws IOException {
        RafsImage image = GoldenReader.open(golden);
        BlobSource blobs = new DirectoryBlobs(golden.blobs());
        Findings findings = new Findings();

        Coverage coverage = StructureCheck.run(bootstrap(golden), findings);
        ChunkCatalog catalog = ChunkCatalog.of(image, bootstrap(golden).remaining(), findings);
        BitSet lost = new ChunkIndexCheck(image, new BlobMetaReader(Map.of(), blobs, image.bootstrapBlob()), findings)
                .run(catalog);
        DeepCheck deep = new DeepCheck(image, new BlobChunkSource(image, blobs), catalog, lost, findings);
        deep.run();

        assertThat(findings.listed())
                .extracting(finding -> finding.severity() + " " + finding.code())
                .containsExactly(remarks(golden));
        assertThat(coverage.entries() + 1).isEqualTo(golden.listing().entries().size());
        assertThat(deep.chunks()).isEqualTo(catalog.count()).isPositive();
        assertThat(deep.bytes()).isEqualTo(catalog.bytes());
    }

    /**
     * Returns the expected remarks: the builder of tarfs images misplaces part of one long target; merging layers of
     * two algorithms keeps both; optimizing adds a blob without the place of its chunk index.
     */
    private static String[] remarks(GoldenImage golden) {
        return switch (golden.kind()) {
            case "v6-tarfs" -> new String[] {"WARNING symlink"};
            case "v6-mixed-digests" -> new String[] {"NOTE blob-digester"};
            case "v6-optimized" -> new String[] {"WARNING blob-chunk-index"};
            case "v6-optimized-sha256" -> new String[] {"NOTE blob-digester", "WARNING blob-chunk-index"};
            default -> new String[0];
        };
    }

    private static ByteBuffer bootstrap(GoldenImage golden) throws IOException {
        return golden.isInline()
                ? InlineBootstrap.read(
                        new DirectoryBlobs(golden.blobs()),
                        golden.bootstrap().getFileName().toString())
                : ByteBuffer.wrap(Files.readAllBytes(golden.bootstrap()));
    }
}

package dev.nydusview.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.check.finding.Finding;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Severity;
import dev.nydusview.rafs.DirectoryBlobs;
import dev.nydusview.rafs.GoldenReader;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.TreeListing;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that the real builder writes and the real reader does not read: they are read here, or refused by name. */
class BuilderOdditiesTest {
    @SuppressWarnings("UnusedVariable") // is named below
    private static final List<String> KINDS = GoldenImage.UNREAD_KINDS;

    @ParameterizedTest
    @FieldSource("KINDS")
    void filesOfAnAddedBlobAreFoundByTheChunkTable(String kind) throws IOException {
        GoldenImage golden = GoldenImage.of(kind);
        RafsImage image = GoldenReader.open(golden);
        FileReader files = new FileReader(image.tree(), new BlobChunkSource(image, new DirectoryBlobs(golden.blobs())));

        golden.listing().assertMatches(TreeListing.of(image.tree(), files));
    }

    /**
     * Data that cannot be read is refused with the path. In an optimized image over OCI layers the stored bytes that
     * were copied are not chunks, and an index for them does not exist.
     */
    @ParameterizedTest
    @CsvSource({
        "v6-optimized-zran, /usr/bin/tool, as nydusify optimize leaves images over OCI layers",
        "v5-external, /models/tokenizer.json, 'is external: it lies outside of the image''s blobs'",
        "v6-external, /models/deep/weights.bin, 'is external: it lies outside of the image''s blobs'"
    })
    void dataThatCannotBeReadIsRefusedByName(String kind, String path, String reason) throws IOException {
        RafsImage image = GoldenReader.open(GoldenImage.of(kind));
        Inode file = image.tree().inode(image.tree().root());
        for (String name : path.substring(1).split("/", -1)) {
            file = image.tree()
                    .inode(image.tree().lookup(file, RawName.of(name)).orElseThrow());
        }
        Inode found = file;
        FileReader files = new FileReader(image.tree(), new BlobChunkSource(image, new NoBlobs()));

        assertThat(found.size()).isPositive();
        assertThatThrownBy(() -> files.read(found, 0, ByteBuffer.allocate(1)))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-external", "v6-external", "v6-optimized-zran"})
    void whatIsRefusedIsNotCorrupt(String kind) throws IOException {
        Findings findings = new Findings();

        StructureCheck.run(
                ByteBuffer.wrap(Files.readAllBytes(GoldenImage.of(kind).bootstrap())), findings);

        assertThat(findings.listed()).extracting(Finding::severity).doesNotContain(Severity.CORRUPT);
    }

    private static final class NoBlobs implements BlobSource {
        @Override
        public long length(String blobId) throws IOException {
            throw new NoSuchFileException(blobId);
        }

        @Override
        public ByteBuffer read(String blobId, long offset, int length) throws IOException {
            throw new NoSuchFileException(blobId);
        }

        @Override
        public void close() {}
    }
}

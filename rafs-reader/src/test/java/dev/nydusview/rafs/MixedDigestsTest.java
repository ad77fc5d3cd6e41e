package dev.nydusview.rafs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.layout.V6Layout;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkVerificationException;
import dev.nydusview.rafs.model.DigestAlgorithm;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Chunks are verified by the algorithm of their blob's row or, if that is another, of the superblock. */
class MixedDigestsTest {
    private static final int HASH_BLAKE3 = 0x4;
    private static final int HASH_SHA256 = 0x8;

    private static ByteBuffer bootstrap(GoldenImage golden) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(golden.bootstrap())).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void flipSuperblock(ByteBuffer bootstrap) {
        int at = V6Layout.EXT_SUPERBLOCK_OFFSET + V6Layout.EXT_FLAGS;
        bootstrap.putInt(at, bootstrap.getInt(at) ^ HASH_BLAKE3 ^ HASH_SHA256);
    }

    private static void putRow(ByteBuffer bootstrap, int code) {
        int table = (int) bootstrap.getLong(V6Layout.EXT_SUPERBLOCK_OFFSET + V6Layout.EXT_BLOB_TABLE_OFFSET);
        bootstrap.putInt(table + V6Layout.B_DIGEST_ALGO, code);
    }

    private static FileReader reader(GoldenImage golden, RafsImage image) {
        return new FileReader(image.tree(), new BlobChunkSource(image, new DirectoryBlobs(golden.blobs())));
    }

    private static void assertReads(GoldenImage golden, ByteBuffer bootstrap) throws IOException {
        RafsImage image = RafsImage.open(bootstrap);
        golden.listing().assertMatches(TreeListing.of(image.tree(), reader(golden, image)));
    }

    @Test
    void mergedLayersKeepTheirOwn() throws IOException {
        RafsImage image = GoldenReader.open(GoldenImage.of("v6-mixed-digests"));

        assertThat(image.blobs())
                .extracting(BlobInfo::digester)
                .containsExactlyInAnyOrder(DigestAlgorithm.BLAKE3, DigestAlgorithm.SHA256);
    }

    @Test
    void rowCountsWhereTheSuperblockIsThatOfAnotherLayer() throws IOException {
        GoldenImage golden = GoldenImage.of("v6-none-sha256");
        ByteBuffer bootstrap = bootstrap(golden);
        flipSuperblock(bootstrap);

        assertReads(golden, bootstrap);
    }

    @Test
    void superblockCountsWhereTheRowHasTheDefault() throws IOException {
        GoldenImage golden = GoldenImage.of("v6-none-sha256");
        ByteBuffer bootstrap = bootstrap(golden);
        putRow(bootstrap, 0);

        assertReads(golden, bootstrap);
    }

    @Test
    void algorithmThatNeitherNamesIsNotTried() throws IOException {
        GoldenImage golden = GoldenImage.of("v6-none-sha256");
        ByteBuffer bootstrap = bootstrap(golden);
        flipSuperblock(bootstrap);
        putRow(bootstrap, 0);
        RafsImage image = RafsImage.open(bootstrap);
        Inode root = image.tree().inode(image.tree().root());
        Inode etc =
                image.tree().inode(image.tree().lookup(root, RawName.of("etc")).orElseThrow());
        Inode file = image.tree()
                .inode(image.tree().lookup(etc, RawName.of("passwd")).orElseThrow());

        assertThatThrownBy(() -> reader(golden, image).read(file, 0, ByteBuffer.allocate(1)))
                .isInstanceOf(ChunkVerificationException.class)
                .hasMessageContaining("its blake3 digest is");
    }

    @Test
    void unknownAlgorithmIsCorrupt() throws IOException {
        ByteBuffer bootstrap = bootstrap(GoldenImage.of("v6-none-sha256"));
        putRow(bootstrap, 2);

        assertThatThrownBy(() -> RafsImage.open(bootstrap))
                .isInstanceOf(RafsFormatException.class)
                .hasMessageContaining("unknown digest algorithm 2");
    }
}

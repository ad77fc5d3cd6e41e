package dev.nydusview.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.inspect.diff.Change;
import dev.nydusview.inspect.diff.DiffOptions;
import dev.nydusview.inspect.diff.DiffSummary;
import dev.nydusview.inspect.diff.ImageDiff;
import dev.nydusview.inspect.metadata.BlobDetails;
import dev.nydusview.rafs.GoldenReader;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.layout.ChunkInfoLayout;
import dev.nydusview.rafs.layout.V6Layout;
import dev.nydusview.rafs.walk.TreeWalk;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests images whose blobs have chunk digests of different algorithms. */
class MixedDigestsTest {
    private static final GoldenImage MIXED = GoldenImage.of("v6-mixed-digests");

    private static ByteBuffer bootstrap() throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(MIXED.bootstrap())).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static DiffSummary diff(RafsImage before, RafsImage after, List<Change> changes) throws IOException {
        return ImageDiff.run(before, after, new DiffOptions(false, false), changes::add, TreeWalk.Damage.FATAL);
    }

    @Test
    void eachBlobShowsItsOwn() throws IOException {
        assertThat(BlobDetails.of(GoldenReader.open(MIXED)))
                .extracting(BlobDetails::digester)
                .containsExactlyInAnyOrder("sha256", "blake3");
    }

    @Test
    void sameDigestsAreSameContent() throws IOException {
        List<Change> changes = new ArrayList<>();

        DiffSummary summary = diff(GoldenReader.open(MIXED), GoldenReader.open(MIXED), changes);

        assertThat(changes).isEmpty();
        assertThat(summary.newChunks()).isZero();
        assertThat(summary.comparable()).isTrue();
    }

    @Test
    void otherDigestsOfOneAlgorithmAreOtherContent() throws IOException {
        ByteBuffer changed = bootstrap();
        int table = (int) changed.getLong(V6Layout.EXT_SUPERBLOCK_OFFSET + V6Layout.EXT_CHUNK_TABLE_OFFSET);
        changed.put(table + ChunkInfoLayout.BLOCK_ID, (byte) (changed.get(table + ChunkInfoLayout.BLOCK_ID) ^ 1));
        List<Change> changes = new ArrayList<>();

        diff(GoldenReader.open(MIXED), RafsImage.open(changed), changes);

        assertThat(changes).singleElement().satisfies(change -> assertThat(change.what())
                .containsExactly("content"));
    }

    @Test
    void digestsOfTwoAlgorithmsTellNothing() throws IOException {
        ByteBuffer changed = bootstrap();
        int blobs = (int) changed.getLong(V6Layout.EXT_SUPERBLOCK_OFFSET + V6Layout.EXT_BLOB_TABLE_OFFSET);
        int rows = (int) changed.getLong(V6Layout.EXT_SUPERBLOCK_OFFSET + V6Layout.EXT_CHUNK_TABLE_OFFSET);
        int blobIndex = changed.getInt(rows + ChunkInfoLayout.BLOB_INDEX);
        int algorithm = blobs + blobIndex * V6Layout.BLOB_SIZE + V6Layout.B_DIGEST_ALGO;
        changed.putInt(algorithm, 1 - changed.getInt(algorithm));
        changed.put(rows + ChunkInfoLayout.BLOCK_ID, (byte) (changed.get(rows + ChunkInfoLayout.BLOCK_ID) ^ 1));
        List<Change> changes = new ArrayList<>();

        DiffSummary summary = diff(GoldenReader.open(MIXED), RafsImage.open(changed), changes);

        assertThat(changes).singleElement().satisfies(change -> assertThat(change.what())
                .containsExactly("content?"));
        assertThat(summary.unknown()).isOne();
    }
}

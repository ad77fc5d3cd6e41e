package dev.nydusview.chunkstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchPlannerTest {
    private final FetchPlanner planner = new FetchPlanner(100, () -> 0);

    @Test
    void adjacentChunksAreOneRangeInAnyOrder() {
        assertThat(plan(at(0, 30, 20), at(0, 10, 20), at(0, 50, 5))).containsExactly("0: 10+45 of 3");
    }

    @Test
    void aGapOfOneByteKeepsRangesApart() {
        assertThat(plan(at(0, 10, 20), at(0, 31, 20))).containsExactly("0: 10+20 of 1", "0: 31+20 of 1");
    }

    @Test
    void overlapsAreNotAdjacent() {
        assertThat(plan(at(0, 10, 20), at(0, 20, 20), at(0, 10, 5)))
                .containsExactly("0: 10+5 of 1", "0: 10+20 of 1", "0: 20+20 of 1");
    }

    @Test
    void blobsAreKeptApart() {
        assertThat(plan(at(1, 10, 20), at(0, 30, 20), at(0, 10, 20))).containsExactly("0: 10+40 of 2", "1: 10+20 of 1");
    }

    @Test
    void chunksStoredInOnePlaceAreReadOnce() {
        assertThat(plan(at(0, 10, 20), at(0, 30, 5), at(0, 10, 20))).containsExactly("0: 10+25 of 3");
    }

    @Test
    void aRangeEndsAtTheLimit() {
        assertThat(plan(at(0, 0, 50), at(0, 50, 50), at(0, 100, 1))).containsExactly("0: 0+100 of 2", "0: 100+1 of 1");
    }

    @Test
    void aChunkAboveTheLimitIsARangeOfItsOwn() {
        assertThat(plan(at(0, 0, 10), at(0, 10, 150), at(0, 160, 10)))
                .containsExactly("0: 0+10 of 1", "0: 10+150 of 1", "0: 160+10 of 1");
    }

    @Test
    void nothingIsNoRange() {
        assertThat(plan()).isEmpty();
    }

    private List<String> plan(LocatedChunk... chunks) {
        return planner.plan(List.of(chunks)).stream()
                .map(range -> range.blobId() + ": " + range.offset() + "+" + range.length() + " of "
                        + range.chunks().size())
                .toList();
    }

    private static LocatedChunk at(int blobIndex, long offset, int size) {
        ChunkRef chunk = new ChunkRef(blobIndex, 0, 0, size, 0, new Digest(0, 0, 0, offset), null);
        PendingChunk pending = new PendingChunk(ChunkKey.of(chunk), chunk);
        return new LocatedChunk(pending, String.valueOf(blobIndex), new ChunkLocation(offset, size, false));
    }
}

package dev.nydusview.chunkstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.Digest;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ChunkMemoryTest {
    private static final int SIZE = 1000;

    private final ChunkMemory memory = new ChunkMemory(3L * (SIZE + ChunkMemory.ENTRY_OVERHEAD));

    @Test
    void whatWasUsedLongestAgoMakesRoom() {
        keep(1, SIZE);
        keep(2, SIZE);
        keep(3, SIZE);
        assertThat(holds(1, SIZE)).isTrue();

        keep(4, SIZE);

        assertThat(holds(2, SIZE)).isFalse();
        assertThat(holds(1, SIZE) && holds(3, SIZE) && holds(4, SIZE)).isTrue();
    }

    @Test
    void keepingAChunkTwiceTakesItsRoomOnce() {
        keep(1, SIZE);
        keep(2, SIZE);
        keep(3, SIZE);
        keep(3, SIZE);

        assertThat(holds(1, SIZE) && holds(2, SIZE) && holds(3, SIZE)).isTrue();
    }

    @Test
    void tinyChunksCountForMoreThanTheirBytes() {
        int kept = 0;
        for (int i = 0; i < 100; i++) {
            keep(i, 1);
        }
        for (int i = 0; i < 100; i++) {
            kept += holds(i, 1) ? 1 : 0;
        }
        assertThat(kept).isEqualTo(3 * (SIZE + ChunkMemory.ENTRY_OVERHEAD) / (1 + ChunkMemory.ENTRY_OVERHEAD));
    }

    @Test
    void aChunkAboveTheWholeRoomLeavesTheOthers() {
        keep(1, SIZE);
        keep(2, 4 * SIZE);

        assertThat(holds(1, SIZE)).isTrue();
        assertThat(holds(2, 4 * SIZE)).isFalse();
    }

    private void keep(int content, int size) {
        ChunkRef chunk = new ChunkRef(0, content, 0, size, 0, new Digest(0, 0, 0, content), null);
        memory.keep(ChunkKey.of(chunk), new VerifiedChunk(chunk, ByteBuffer.allocate(0)));
    }

    private boolean holds(int content, int size) {
        return memory.find(new ChunkKey(new Digest(0, 0, 0, content), size, 0, 0)) != null;
    }
}

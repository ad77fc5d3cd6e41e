package dev.nydusview.chunkstore.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tests the stretches in which images have chunks. */
class StretchSetTest {
    private static final String BLOB = "ab".repeat(32);

    private final CacheLayout layout = new CacheLayout(Path.of("/cache"));
    private final StretchSet set = new StretchSet(layout);

    private boolean has(String blob, long number) {
        return set.contains(new CachedStretch(layout.data(blob), number, StretchUse.NONE));
    }

    private static ChunkRef chunk(long offset, int size) {
        return new ChunkRef(0, 0, 0, size, offset, new Digest(1, 2, 3, 4), null);
    }

    @Test
    void chunksAreInAllStretchesThatTheyTouch() {
        set.add(BLOB, chunk(0, 1));
        set.add(BLOB, chunk(3L * StretchUse.STRETCH - 1, 2));
        set.add(BLOB, chunk(5L * StretchUse.STRETCH, StretchUse.STRETCH));

        assertThat(has(BLOB, 0)).isTrue();
        assertThat(has(BLOB, 1)).isFalse();
        assertThat(has(BLOB, 2)).isTrue();
        assertThat(has(BLOB, 3)).isTrue();
        assertThat(has(BLOB, 4)).isFalse();
        assertThat(has(BLOB, 5)).isTrue();
        assertThat(has(BLOB, 6)).isFalse();
        assertThat(has("cd".repeat(32), 0)).isFalse();
    }

    @Test
    void wholeBlobsHaveAll() {
        set.addAll("any name");

        assertThat(has("any name", 99)).isTrue();
        assertThat(has("another name", 99)).isFalse();
    }
}

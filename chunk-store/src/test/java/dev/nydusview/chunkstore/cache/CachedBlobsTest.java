package dev.nydusview.chunkstore.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedBlobsTest {
    private static final String HEX = "a".repeat(64);

    @TempDir
    Path root;

    private CacheLayout layout;
    private CachedBlobs blobs;

    /** Fills the cache with two chunks of one blob, and one of another. */
    @BeforeEach
    void fill() throws IOException {
        layout = new CacheLayout(root);
        blobs = new CachedBlobs(layout);
        try (ChunkCache cache = new ChunkCache(layout, CacheLog.NONE)) {
            cache.store(HEX, chunk(0), ByteBuffer.allocate(4096));
            cache.store(HEX, chunk(7), ByteBuffer.allocate(4096));
            cache.store("odd id", chunk(0), ByteBuffer.allocate(4096));
        }
    }

    @Test
    void eachBlobIsListedWithItsChunks() throws IOException {
        List<CachedBlob> listed = blobs.list();

        assertThat(listed).extracting(CachedBlob::chunks).containsExactly(2L, 1L);
        assertThat(listed.get(0).name()).isEqualTo(HEX);
        assertThat(listed.get(1).name()).startsWith("x-");
        assertThat(listed.get(0).bytes()).isBetween(8192L, 1L << 20);
    }

    @Test
    void openingABlobIsAUse() throws IOException {
        Instant longAgo = Instant.parse("2001-02-03T04:05:06Z");
        for (Path file : List.of(layout.data(HEX), layout.state(HEX), layout.use(HEX))) {
            Files.setLastModifiedTime(file, FileTime.from(longAgo));
        }
        assertThat(blobs.list().get(0).lastUsed()).isEqualTo(longAgo);

        try (ChunkCache cache = new ChunkCache(layout, CacheLog.NONE)) {
            assertThat(cache.load(HEX, chunk(0), ByteBuffer.allocate(4096))).isTrue();
        }

        assertThat(blobs.list().get(0).lastUsed()).isAfter(longAgo);
    }

    @Test
    void withoutAStatProgramTheLengthIsShown() throws IOException {
        AllocatedSizes none = new AllocatedSizes(command -> new ProcessBuilder("/no/such/program"));

        long length = Files.size(layout.data(HEX)) + Files.size(layout.state(HEX)) + Files.size(layout.use(HEX));
        assertThat(new CachedBlobs(layout, none).list().get(0).bytes()).isEqualTo(length);
    }

    @Test
    void anotherStatProgramIsNotBelieved() throws IOException {
        AllocatedSizes odd =
                new AllocatedSizes(command -> new ProcessBuilder("printf", "%s", "x y z\nusage: stat\n1 2"));

        assertThat(new CachedBlobs(layout, odd).list()).hasSize(2);
    }

    @Test
    void clearingRemovesBlobsAndNothingElse() throws IOException {
        Path stray = Files.writeString(layout.blobs().resolve("stray.data"), "mine");

        blobs.clear();

        assertThat(blobs.list()).isEmpty();
        assertThat(layout.data(HEX)).doesNotExist();
        assertThat(layout.state(HEX)).doesNotExist();
        assertThat(stray).hasContent("mine");
    }

    private static ChunkRef chunk(int index) {
        return new ChunkRef(0, index, 0, 4096, index * 4096L, new Digest(1, 2, 3, 4), null);
    }
}

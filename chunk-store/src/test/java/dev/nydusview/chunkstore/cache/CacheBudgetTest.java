package dev.nydusview.chunkstore.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CacheBudgetTest {
    private static final String BLOB = "c".repeat(64);
    private static final int MIB = 1 << 20;
    private static final long LIMIT = 64 * MIB;

    @TempDir
    Path root;

    @Test
    void theBoundHoldsWhileEightReadersStoreAndLoad() throws Exception {
        CacheLayout layout = new CacheLayout(root);
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(9);
        try (ChunkCache cache = new ChunkCache(layout, CacheLog.NONE, LIMIT)) {
            Future<Long> most = threads.submit(() -> {
                long seen = 0;
                while (!done.get()) {
                    seen = Math.max(seen, new Eviction(layout).size());
                }
                return seen;
            });
            List<Callable<Void>> readers = new ArrayList<>();
            for (int reader = 0; reader < 8; reader++) {
                String blob = Integer.toHexString(reader).repeat(64);
                readers.add(() -> fill(cache, blob, 40));
            }
            for (Future<Void> reader : threads.invokeAll(readers)) {
                reader.get();
            }
            done.set(true);
            assertThat(most.get()).isBetween(LIMIT * 85 / 100, LIMIT * 105 / 100);
            assertThat(cache.writeFailures()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Void fill(ChunkCache cache, String blob, int count) {
        ByteBuffer target = ByteBuffer.allocate(MIB);
        for (int i = 0; i < count; i++) {
            assertThat(cache.store(blob, chunk(i), content(i))).isTrue();
            boolean unused = cache.load(blob, chunk(i / 2), target);
        }
        return null;
    }

    @Test
    void theStretchesThatWereUsedLastStay() throws Exception {
        CacheLayout layout = new CacheLayout(root);
        try (ChunkCache cache = new ChunkCache(layout, CacheLog.NONE, LIMIT)) {
            for (int i = 0; i < 24; i++) {
                cache.store(BLOB, chunk(i), content(i));
            }
        }
        Thread.sleep(1100); // a use is recorded once a second
        try (ChunkCache cache = new ChunkCache(layout, CacheLog.NONE, LIMIT)) {
            assertThat(load(cache, 0)).isEqualTo(content(0));
            for (int i = 24; i < 80; i++) {
                cache.store(BLOB, chunk(i), content(i));
            }
            for (int i : List.of(0, 1, 2, 3, 79)) {
                assertThat(load(cache, i)).isEqualTo(content(i));
            }
            assertThat(cache.mayContain(BLOB, chunk(4))).isFalse();
        }
    }

    @Test
    void statesOfChunksThatWereGivenUpAreCleared() throws Exception {
        CacheLayout layout = new CacheLayout(root);
        try (ChunkCache cache = new ChunkCache(layout, CacheLog.NONE, LIMIT)) {
            for (int i = 0; i < 40; i++) {
                cache.store(BLOB, chunk(i), content(i));
            }
        }
        assertThat(new Eviction(layout).free(20 * MIB)).isBetween(20L * MIB, 24L * MIB);

        CachedBlob listed = new CachedBlobs(layout).list().get(0);
        assertThat(listed.chunks()).isEqualTo(20);
        assertThat(listed.bytes()).isBetween(20L * MIB, 21L * MIB);
        try (ChunkCache cache = new ChunkCache(layout, CacheLog.NONE, LIMIT)) {
            int there = 0;
            for (int i = 0; i < 40; i++) {
                ByteBuffer loaded = load(cache, i);
                if (loaded.hasRemaining()) {
                    assertThat(loaded).isEqualTo(content(i));
                    there++;
                }
            }
            assertThat(there).isEqualTo(20);
        }
    }

    @Test
    void aCacheRecordsItsDefaultSize() throws IOException {
        CacheLayout layout = new CacheLayout(root);
        long size = CacheSize.of(layout);
        assertThat(size).isGreaterThanOrEqualTo(2L << 30);
        assertThat(layout.size()).hasContent(size + "\n");

        Files.writeString(layout.size(), (3L << 30) + "\n");
        assertThat(CacheSize.of(layout)).isEqualTo(3L << 30);
        Files.writeString(layout.size(), "forged");
        assertThat(CacheSize.of(layout)).isEqualTo(2L << 30);
    }

    /** Returns the bytes of a chunk; none if it is absent. */
    private static ByteBuffer load(ChunkCache cache, int index) {
        ByteBuffer target = ByteBuffer.allocate(MIB);
        return cache.load(BLOB, chunk(index), target) ? target : ByteBuffer.allocate(0);
    }

    private static ChunkRef chunk(int index) {
        return new ChunkRef(0, index, 0, MIB, (long) index * MIB, new Digest(1, 2, 3, 4), null);
    }

    private static ByteBuffer content(int index) {
        ByteBuffer bytes = ByteBuffer.allocate(MIB);
        while (bytes.hasRemaining()) {
            bytes.put((byte) (index + 1));
        }
        return bytes.flip();
    }
}

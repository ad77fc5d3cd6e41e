package dev.nydusview.chunkstore.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class ChunkCacheTest {
    private static final String BLOB = "c".repeat(64);
    private static final long LAST_OFFSET = (1L << 44) - 3;

    private final List<String> warnings = new ArrayList<>();
    private final CacheLog log = new CacheLog() {
        @Override
        public void unwritable(String warning) {
            warnings.add(warning);
        }

        @Override
        public void unreadable(String blobId, int number, IOException reason) {
            unreadable.add(number);
        }
    };
    private final List<Integer> unreadable = new ArrayList<>();

    @TempDir
    Path parent;

    private Path root;
    private ChunkCache cache;

    @BeforeEach
    void open() {
        root = parent.resolve("some/cache");
        cache = new ChunkCache(new CacheLayout(root), log);
    }

    @AfterEach
    void close() throws IOException {
        cache.close();
        assertThat(warnings).isEmpty();
    }

    /** Returns the bytes of a chunk; null if it is absent. */
    private static @Nullable ByteBuffer loaded(ChunkCache cache, String blobId, ChunkRef chunk) {
        ByteBuffer plain = ByteBuffer.allocate(Math.max(chunk.size(), 0));
        return cache.load(blobId, chunk, plain) ? plain : null;
    }

    @Test
    void whatIsStoredIsLoaded() {
        ChunkRef chunk = chunk(5, 3, 1000);
        assertThat(cache.mayContain(BLOB, chunk)).isFalse();
        assertThat(loaded(cache, BLOB, chunk)).isNull();

        cache.store(BLOB, chunk, bytes(1, 2, 3));

        assertThat(cache.mayContain(BLOB, chunk)).isTrue();
        assertThat(loaded(cache, BLOB, chunk)).isEqualTo(bytes(1, 2, 3));
        assertThat(loaded(cache, BLOB, chunk(4, 3, 1000))).isNull();
        assertThat(loaded(cache, "d".repeat(64), chunk)).isNull();
    }

    @Test
    void itSurvivesAndIsShared() throws IOException {
        ChunkRef chunk = chunk(0, 3, 0);
        try (ChunkCache other = new ChunkCache(new CacheLayout(root), log)) {
            other.store("not a digest", chunk, bytes(1, 2, 3));
            assertThat(loaded(cache, "not a digest", chunk)).isEqualTo(bytes(1, 2, 3));
        }
        try (ChunkCache later = new ChunkCache(new CacheLayout(root), log)) {
            assertThat(loaded(later, "not a digest", chunk)).isEqualTo(bytes(1, 2, 3));
        }
    }

    @Test
    void aLargeChunkFarOutTakesItsOwnSizeOnly() throws IOException {
        int size = 1 << 20;
        ChunkRef chunk = chunk((1 << 24) - 1, size, 1L << 33);
        cache.store(BLOB, chunk, ByteBuffer.allocate(size).put(size - 1, (byte) 9));

        assertThat(loaded(cache, BLOB, chunk).get(size - 1)).isEqualTo((byte) 9);
        CachedBlob listed = new CachedBlobs(new CacheLayout(root)).list().get(0);
        assertThat(listed.chunks()).isEqualTo(1);
        assertThat(listed.bytes()).isBetween((long) size, 4L * size);
    }

    @Test
    void onlyTheUserMayLookInside() throws IOException {
        cache.store(BLOB, chunk(0, 3, 0), bytes(1, 2, 3));
        try (Stream<Path> all = Files.walk(root)) {
            assertThat(all)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 3, 0",
        "16777216, 3, 0",
        "0, 0, 0",
        "0, -1, 0",
        "0, 16777217, 0",
        "0, 3, -1",
        "0, 4, 17592186044413",
        "0, 3, 9223372036854775807"
    })
    void numbersOutOfBoundsAreRefused(int index, int size, long offset) {
        ChunkRef chunk = chunk(index, size, offset);
        assertThatThrownBy(() -> loaded(cache, BLOB, chunk)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> cache.mayContain(BLOB, chunk)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> cache.store(BLOB, chunk, bytes(1, 2, 3))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPlaceThatTheFileSystemCannotHoldIsAWriteFailure() {
        ChunkRef chunk = chunk(0, 3, LAST_OFFSET);
        cache.store(BLOB, chunk, bytes(1, 2, 3));
        if (cache.writeFailures() == 0) {
            assertThat(loaded(cache, BLOB, chunk)).isEqualTo(bytes(1, 2, 3));
        } else {
            assertThat(loaded(cache, BLOB, chunk)).isNull();
            warnings.clear();
        }
    }

    @Test
    void aCacheThatCannotBeWrittenCountsAndWarnsOnce() throws IOException {
        Files.writeString(root.resolve("blobs"), "in the way");
        cache.store(BLOB, chunk(0, 3, 0), bytes(1, 2, 3));
        cache.store(BLOB, chunk(1, 3, 3), bytes(1, 2, 3));

        assertThat(cache.writeFailures()).isEqualTo(2);
        assertThat(loaded(cache, BLOB, chunk(7, 3, 0))).isNull();
        assertThat(unreadable).containsExactly(7);
        assertThat(warnings)
                .containsExactly("the cache at " + root + " cannot be written (FileAlreadyExistsException: " + root
                        + "/blobs); reading continues, but fetched data is not cached: free some space or choose "
                        + "another --cache-dir");
        warnings.clear();
    }

    @Test
    void aLinkInTheCacheIsNotFollowed() throws IOException {
        Path precious = Files.writeString(parent.resolve("precious"), "precious");
        Files.createDirectories(root.resolve("blobs"));
        Files.createSymbolicLink(new CacheLayout(root).data(BLOB), precious);

        cache.store(BLOB, chunk(0, 3, 0), bytes(1, 2, 3));

        assertThat(precious).hasContent("precious");
        assertThat(cache.writeFailures()).isEqualTo(1);
        warnings.clear();
    }

    @Test
    void anInterruptAtAnyMomentDisturbsNoReader() throws Exception {
        ChunkRef chunk = chunk(0, 1_000_000, 0);
        cache.store(BLOB, chunk, ByteBuffer.allocate(1_000_000).put(999_999, (byte) 7));
        AtomicInteger missed = new AtomicInteger();
        for (int round = 0; round < 100; round++) {
            CountDownLatch running = new CountDownLatch(1);
            Thread reader = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    missed.addAndGet(loaded(cache, BLOB, chunk) == null ? 1 : 0);
                    running.countDown();
                }
            });
            reader.start();
            running.await();
            reader.interrupt();
            missed.addAndGet(loaded(cache, BLOB, chunk) == null ? 1 : 0);
            reader.join();
        }
        assertThat(missed).hasValue(0);
    }

    @Test
    void afterCloseEverythingIsAbsentAndNothingFails() throws IOException {
        ChunkRef chunk = chunk(0, 3, 0);
        cache.store(BLOB, chunk, bytes(1, 2, 3));
        cache.close();

        cache.store(BLOB, chunk, bytes(1, 2, 3));
        cache.store("e".repeat(64), chunk, bytes(1, 2, 3));

        assertThat(loaded(cache, BLOB, chunk)).isNull();
        assertThat(cache.writeFailures()).isZero();
        assertThat(new CacheLayout(root).data("e".repeat(64))).doesNotExist();
    }

    private static ChunkRef chunk(int index, int size, long offset) {
        return new ChunkRef(0, index, 0, size, offset, new Digest(1, 2, 3, 4), null);
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.flip();
    }
}

package dev.nydusview.chunkstore;

import static dev.nydusview.chunkstore.TestImage.BLOB_A;
import static dev.nydusview.chunkstore.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads that must not wait for anything but the disk. */
@Timeout(60)
class AtHandTest {
    private static final int LARGE = 300_000;

    private final TestImage image = new TestImage(1);

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(ints = {1, 4096, 1 << 16, LARGE, 1 << 20, (1 << 20) + 1})
    void whatIsInTheDiskCacheIsReadWithoutABlob(int size) throws Exception {
        ChunkRef chunk = image.chunk(0, size);
        try (LazyChunkSource source = image.open(root)) {
            bytes(source, chunk);
        }
        image.blobs.reads.clear();
        try (LazyChunkSource source = image.open(root)) {
            boolean held = size <= 1 << 20;
            assertThat(tried(source, chunk, 0, size)).isEqualTo(held ? image.plain(chunk) : null);
            assertThat(tried(source, chunk, size / 3, size / 2))
                    .isEqualTo(held ? part(chunk, size / 3, size / 2) : null);
        }
        assertThat(image.blobs.reads).isEmpty();
    }

    @Test
    void whatMustBeFetchedIsLeftAlone() throws Exception {
        ChunkRef chunk = image.chunk(0, 100);
        try (LazyChunkSource source = image.open(root)) {
            assertThat(tried(source, chunk, 0, 100)).isNull();
            assertThat(image.blobs.reads).isEmpty();

            bytes(source, chunk);

            assertThat(tried(source, chunk, 10, 20)).isEqualTo(part(chunk, 10, 20));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, LARGE})
    void damagedBytesAreNeverDelivered(int size) throws Exception {
        ChunkRef chunk = image.chunk(0, size);
        try (LazyChunkSource source = image.open(root)) {
            bytes(source, chunk);
        }
        overwrite(root.resolve("blobs").resolve(BLOB_A + ".data"), 50, (byte) ~image.plain(chunk)[50]);
        try (LazyChunkSource source = image.open(root)) {
            assertThat(tried(source, chunk, 0, size)).isNull();
            assertThat(tried(source, chunk, 60, 10)).isNull();

            assertThat(bytes(source, chunk)).isEqualTo(image.plain(chunk)); // fetched, and the cache mended

            assertThat(tried(source, chunk, 60, 10)).isEqualTo(part(chunk, 60, 10));
        }
    }

    @Test
    void imagesWithTheSameDigestsAreVerifiedEachForItself() throws Exception {
        ChunkRef chunk = image.chunk(0, LARGE);
        TestImage other = new TestImage(2);
        ChunkRef same = other.chunk(0, LARGE);
        ChunkRef claimed = new ChunkRef(0, same.index(), 0, LARGE, same.uncompressedOffset(), chunk.digest(), null);
        try (ChunkStore store = TestImage.process();
                LazyChunkSource one = image.open(store, root.resolve("one"));
                LazyChunkSource two = other.open(store, root.resolve("two"))) {
            bytes(one, chunk);
            assertThat(tried(one, chunk, 0, 5)).isNotNull();

            assertThat(tried(two, claimed, 0, 5)).isNull();
        }
    }

    @Test
    void manyReadersGetTheirOwnBytes() throws Exception {
        List<ChunkRef> chunks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            chunks.add(image.chunk(i % 2, 70_000 + i));
        }
        ExecutorService readers = Executors.newFixedThreadPool(8);
        try (LazyChunkSource source = image.open(root)) {
            for (ChunkRef chunk : chunks) {
                bytes(source, chunk);
            }
            List<Future<Integer>> results = new ArrayList<>();
            for (int reader = 0; reader < 8; reader++) {
                results.add(readers.submit(randomReads(source, chunks, reader)));
            }
            for (Future<Integer> result : results) {
                assertThat(result.get()).isGreaterThan(0);
            }
        } finally {
            readers.shutdownNow();
        }
    }

    private Callable<Integer> randomReads(LazyChunkSource source, List<ChunkRef> chunks, int seed) {
        return () -> {
            Random random = new Random(seed);
            int read = 0;
            for (int i = 0; i < 500; i++) {
                ChunkRef chunk = chunks.get(random.nextInt(chunks.size()));
                int from = random.nextInt(chunk.size());
                int count = random.nextInt(chunk.size() - from) + 1;
                byte[] bytes = tried(source, chunk, from, count);
                if (bytes != null) {
                    assertThat(bytes).isEqualTo(part(chunk, from, count));
                    read++;
                }
            }
            return read;
        };
    }

    private byte[] part(ChunkRef chunk, int from, int count) {
        return Arrays.copyOfRange(image.plain(chunk), from, from + count);
    }

    private static byte @Nullable [] tried(LazyChunkSource source, ChunkRef chunk, int from, int count) {
        ByteBuffer target = ByteBuffer.allocateDirect(7 + chunk.size()).position(7);
        if (!source.tryRead(chunk, from, count, target)) {
            assertThat(target.position()).isEqualTo(7);
            return null;
        }
        assertThat(target.position()).isEqualTo(7 + count);
        byte[] bytes = new byte[count];
        target.get(7, bytes);
        return bytes;
    }

    private static void overwrite(Path file, long at, byte value) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {value}), at);
        }
    }
}

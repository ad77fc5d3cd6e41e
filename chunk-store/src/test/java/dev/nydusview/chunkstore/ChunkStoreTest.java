package dev.nydusview.chunkstore;

import static dev.nydusview.chunkstore.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.chunkstore.cache.CacheLog;
import dev.nydusview.rafs.chunk.ChunkObserver;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests what the images of one process share, and that none takes from the others. */
@Timeout(30)
class ChunkStoreTest {
    private static final int IMAGES = 8;

    @TempDir
    Path root;

    @Test
    void eightImagesAtOnceStayWithinTheBoundsOfTheProcess() throws Exception {
        FetchLimits narrow = new FetchLimits(40_000, 1 << 10, 4, 4096, 4, 8192, 2048, 2, 0);
        ChunkStore process = new ChunkStore(CacheLog.NONE, narrow);
        List<TestImage> images = new ArrayList<>();
        List<LazyChunkSource> sources = new ArrayList<>();
        List<List<ChunkRef>> chunks = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            TestImage image = new TestImage(i);
            images.add(image);
            sources.add(image.open(process, null, "registry " + i % 3));
            List<ChunkRef> own = new ArrayList<>();
            for (int j = 0; j < 200; j++) {
                own.add(image.chunk(j % 2, 100 + j * 7));
                if (j % 5 == 0) {
                    image.gap(0);
                }
            }
            chunks.add(own);
        }

        List<CompletableFuture<Void>> ahead = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            ahead.add(sources.get(i).prefetch(chunks.get(i), Long.MAX_VALUE, ChunkObserver.NONE));
        }
        List<List<CompletableFuture<ByteBuffer>>> delivered = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            delivered.add(sources.get(i).request(chunks.get(i)));
        }
        for (int i = 0; i < IMAGES; i++) {
            for (int j = 0; j < chunks.get(i).size(); j++) {
                assertThat(bytes(delivered.get(i).get(j)))
                        .isEqualTo(images.get(i).plain(chunks.get(i).get(j)));
            }
            ahead.get(i).get();
        }

        StoreUsage usage = process.usage();
        assertThat(usage.chunks().peak()).isBetween(30_000L, 40_000L);
        assertThat(usage.inFlight().peak()).isBetween(1L, usage.inFlight().most());
        assertThat(usage.inFlight().most()).isEqualTo(8192 * 3 / 2);
        for (LazyChunkSource source : sources) {
            source.close();
        }
        assertThat(process.usage().chunks().now()).isZero();
        assertThat(process.usage().inFlight().now()).isZero();
    }

    @Test
    void aRegistryThatHangsStopsNoImageOfAnother() throws Exception {
        ChunkStore process = TestImage.process();
        TestImage hanging = new TestImage(1);
        TestImage healthy = new TestImage(2);
        List<ChunkRef> many = apart(hanging, 100);
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch allHang =
                hanging.blobs.holdBack(never, TestImage.LIMITS.threads() + TestImage.LIMITS.prefetchThreads());
        try (LazyChunkSource slow = hanging.open(process, null, "slow");
                LazyChunkSource source = healthy.open(process, null, "healthy")) {
            CompletableFuture<Void> hangingAhead =
                    slow.prefetch(many.subList(0, 50), Long.MAX_VALUE, ChunkObserver.NONE);
            List<CompletableFuture<ByteBuffer>> pending = slow.request(many.subList(50, 100));
            allHang.await();

            for (ChunkRef chunk : apart(healthy, 20)) {
                assertThat(bytes(source, chunk)).isEqualTo(healthy.plain(chunk));
            }
            List<ChunkRef> ahead = apart(healthy, 20);
            source.prefetch(ahead, Long.MAX_VALUE, ChunkObserver.NONE).get();
            int reads = healthy.blobs.reads.size();
            for (ChunkRef chunk : ahead) {
                assertThat(bytes(source, chunk)).isEqualTo(healthy.plain(chunk));
            }
            assertThat(healthy.blobs.reads).hasSize(reads);
            assertThat(pending).noneMatch(CompletableFuture::isDone);
            assertThat(hangingAhead).isNotDone();
            never.countDown();
        }
    }

    @Test
    void anImageThatAsksForMuchHoldsUpNoOtherOfItsRegistry() throws Exception {
        ChunkStore process = TestImage.process();
        TestImage large = new TestImage(1);
        TestImage small = new TestImage(2);
        Semaphore turns = new Semaphore(0);
        CountDownLatch busy = new CountDownLatch(TestImage.LIMITS.threads());
        large.blobs.fail(read -> {
            busy.countDown();
            turns.acquireUninterruptibly();
        });
        try (LazyChunkSource greedy = large.open(process, null, "registry");
                LazyChunkSource modest = small.open(process, null, "registry")) {
            List<CompletableFuture<ByteBuffer>> many = greedy.request(apart(large, 100));
            busy.await();
            ChunkRef chunk = small.chunk(0, 100);
            CompletableFuture<ByteBuffer> one = modest.request(List.of(chunk)).get(0);
            assertThat(one).isNotDone();

            turns.release(2);

            assertThat(bytes(one)).isEqualTo(small.plain(chunk));
            assertThat(many.stream().filter(CompletableFuture::isDone)).hasSizeLessThanOrEqualTo(2);
            turns.release(100);
            CompletableFuture.allOf(many.toArray(new CompletableFuture<?>[0])).get();
        }
    }

    @Test
    void anImageKeepsWhatItUsesWhileAnotherReadsThroughAllItHas() throws Exception {
        FetchLimits narrow = new FetchLimits(20_000, 0, 4, 4096, 4, 1 << 20, 2048, 2, 0);
        ChunkStore process = new ChunkStore(CacheLog.NONE, narrow);
        TestImage small = new TestImage(1);
        TestImage large = new TestImage(2);
        try (LazyChunkSource modest = small.open(process, null, "registry");
                LazyChunkSource greedy = large.open(process, null, "registry")) {
            List<ChunkRef> used = apart(small, 10);
            for (ChunkRef chunk : used) {
                bytes(modest, chunk);
            }
            for (int i = 0; i < 200; i++) {
                bytes(greedy, large.chunk(0, 1000));
            }
            for (ChunkRef chunk : used) {
                assertThat(bytes(modest, chunk)).isEqualTo(small.plain(chunk));
            }
        }
        assertThat(small.blobs.reads).hasSize(10);
    }

    @Test
    void anImageThatIsClosedTakesNothingFromOthers() throws Exception {
        ChunkStore process = TestImage.process();
        TestImage lasting = new TestImage(1);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch reading = lasting.blobs.holdBack(gate, 1);
        try (LazyChunkSource source = lasting.open(process, root)) {
            ChunkRef chunk = lasting.chunk(0, 100);
            CompletableFuture<ByteBuffer> pending =
                    source.request(List.of(chunk)).get(0);
            reading.await();
            for (int i = 2; i < 10; i++) {
                TestImage passing = new TestImage(i);
                LazyChunkSource other = passing.open(process, root);
                bytes(other, passing.chunk(1, 100));
                other.close();
                assertThatThrownBy(() -> bytes(other, passing.chunk(1, 100)))
                        .cause()
                        .hasMessage("the image was closed while its chunks were still being read");
            }
            assertThat(pending).isNotDone();
            gate.countDown();
            assertThat(bytes(pending)).isEqualTo(lasting.plain(chunk));
            assertThat(bytes(source, lasting.chunk(0, 200))).hasSize(200);
        }
    }

    @Test
    void aStoreThatIsClosedStillDeliversWhatIsInMemory() throws Exception {
        ChunkStore process = TestImage.process();
        TestImage image = new TestImage(1);
        ChunkRef known = image.chunk(0, 100);
        try (LazyChunkSource source = image.open(process, null, "registry")) {
            bytes(source, known);
            process.close();

            assertThat(bytes(source, known)).isEqualTo(image.plain(known));
            assertThatThrownBy(() -> bytes(source, image.chunk(0, 100)))
                    .cause()
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageContaining("the chunk store was closed");
            source.prefetch(apart(image, 3), Long.MAX_VALUE, ChunkObserver.NONE).get();
        }
        assertThat(image.blobs.reads).hasSize(1);
    }

    /** Images are opened, read, fail and are closed in any order; every request ends, and nothing stays in memory. */
    @RepeatedTest(3)
    void whoeverComesAndGoesEveryRequestEnds() throws Exception {
        ChunkStore process = new ChunkStore(CacheLog.NONE, TestImage.LIMITS);
        TestImage image = new TestImage(1);
        List<ChunkRef> chunks = new ArrayList<>(apart(image, 50));
        for (int i = 0; i < 150; i++) {
            chunks.add(image.chunk(i % 2, 50 + i));
        }
        Random faults = new Random(7);
        image.blobs.fail(read -> {
            synchronized (faults) {
                if (faults.nextInt(10) == 0) {
                    throw new IOException("connection reset");
                }
            }
        });
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            Random random = new Random(i);
            readers.add(new Thread(() -> {
                try {
                    for (int round = 0; round < 10; round++) {
                        comeAndGo(process, image, chunks, random);
                    }
                } catch (Throwable e) {
                    failures.add(e);
                }
            }));
        }
        readers.forEach(Thread::start);
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(failures).isEmpty();

        image.blobs.heal();
        try (LazyChunkSource last = image.open(process, root)) {
            for (ChunkRef chunk : chunks) {
                assertThat(bytes(last, chunk)).isEqualTo(image.plain(chunk));
            }
        }
        assertThat(process.usage().chunks().now()).isZero();
        assertThat(process.usage().contexts().now()).isZero();
    }

    private void comeAndGo(ChunkStore process, TestImage image, List<ChunkRef> chunks, Random random) throws Exception {
        LazyChunkSource source = image.open(process, root);
        List<ChunkRef> wanted = new ArrayList<>(chunks);
        Collections.shuffle(wanted, random);
        List<ChunkRef> first = wanted.subList(0, 60);
        CompletableFuture<Void> ahead = source.prefetch(wanted.subList(30, 120), Long.MAX_VALUE, ChunkObserver.NONE);
        List<CompletableFuture<ByteBuffer>> delivered = source.request(first);
        if (random.nextBoolean()) {
            source.close();
        }
        for (int i = 0; i < first.size(); i++) {
            ChunkRef chunk = first.get(i);
            byte[] arrived = delivered
                    .get(i)
                    .thenApply(ByteBuffer::duplicate)
                    .thenApply(buffer -> {
                        byte[] bytes = new byte[buffer.remaining()];
                        buffer.get(bytes);
                        return bytes;
                    })
                    .exceptionally(failure -> image.plain(chunk))
                    .get();
            assertThat(arrived).isEqualTo(image.plain(chunk));
        }
        ahead.get();
        source.close();
    }

    /** Chunks that are not read together. */
    private static List<ChunkRef> apart(TestImage image, int count) {
        List<ChunkRef> chunks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chunks.add(image.chunk(0, 100));
            for (int j = 0; j <= TestImage.LIMITS.gap(); j++) {
                image.gap(0);
            }
        }
        return chunks;
    }
}

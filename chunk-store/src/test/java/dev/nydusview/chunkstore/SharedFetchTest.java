package dev.nydusview.chunkstore;

import static dev.nydusview.chunkstore.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests several images of one process that have the same blobs and one cache. */
@Timeout(20)
class SharedFetchTest {
    private final TestImage image = new TestImage(1);
    private final ChunkStore process = TestImage.process();

    @TempDir
    Path root;

    @Test
    void whatOneImageIsFetchingTheOtherWaitsFor() throws Exception {
        ChunkRef chunk = image.chunk(0, 100);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch reading = image.blobs.holdBack(gate, 1);
        try (LazyChunkSource first = image.open(process, root);
                LazyChunkSource second = image.open(process, root)) {
            CompletableFuture<ByteBuffer> fetched =
                    first.request(List.of(chunk)).get(0);
            reading.await();
            CompletableFuture<ByteBuffer> shared =
                    second.request(List.of(chunk)).get(0);
            assertThat(shared).isNotDone();
            gate.countDown();

            assertThat(bytes(fetched)).isEqualTo(image.plain(chunk));
            assertThat(bytes(shared)).isEqualTo(image.plain(chunk));
            assertThat(second.counts()).isEqualTo(new FetchCounts(0, 1, 0, 0, 0, 0));
        }
        assertThat(image.blobs.reads).hasSize(1);
    }

    @Test
    void aFailureOfOneImageIsNotThatOfTheOther() throws Exception {
        ChunkRef chunk = image.chunk(0, 100);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch reading = new CountDownLatch(1);
        image.blobs.fail(read -> {
            if (image.blobs.reads.size() == 1) {
                reading.countDown();
                await(gate);
                throw new IOException("gone");
            }
        });
        try (LazyChunkSource first = image.open(process, root);
                LazyChunkSource second = image.open(process, root)) {
            CompletableFuture<ByteBuffer> failing =
                    first.request(List.of(chunk)).get(0);
            reading.await();
            CompletableFuture<ByteBuffer> shared =
                    second.request(List.of(chunk)).get(0);
            gate.countDown();

            assertThatThrownBy(failing::get).isInstanceOf(ExecutionException.class);
            assertThat(bytes(shared)).isEqualTo(image.plain(chunk));
        }
    }

    private static void await(CountDownLatch gate) throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    @Tag("soak")
    void anImageThatIsClosedLetsTheOthersGoOn() throws Exception {
        ChunkRef chunk = image.chunk(0, 100);
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch reading = image.blobs.holdBack(never, 1);
        LazyChunkSource first = image.open(process, root);
        try (LazyChunkSource second = image.open(process, root)) {
            CompletableFuture<ByteBuffer> lost = first.request(List.of(chunk)).get(0);
            reading.await();
            CompletableFuture<ByteBuffer> shared =
                    second.request(List.of(chunk)).get(0);
            image.blobs.heal();
            first.close();

            assertThat(lost).isCompletedExceptionally();
            assertThat(bytes(shared)).isEqualTo(image.plain(chunk));
        } finally {
            never.countDown();
        }
    }

    @Test
    void imagesOfAnotherRegistryDoNotWait() throws Exception {
        ChunkRef chunk = image.chunk(0, 100);
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch reading = image.blobs.holdBack(never, 1);
        try (LazyChunkSource slow = image.open(process, root, "elsewhere");
                LazyChunkSource source = image.open(process, root)) {
            slow.request(List.of(chunk));
            reading.await();
            image.blobs.heal();
            assertThat(bytes(source, chunk)).isEqualTo(image.plain(chunk));
            never.countDown();
        }
    }

    @Test
    void whatIsPrefetchedForOneImageIsNotFetchedForTheOther() throws Exception {
        List<ChunkRef> chunks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            chunks.add(image.chunk(0, 100));
        }
        try (LazyChunkSource first = image.open(process, root);
                LazyChunkSource second = image.open(process, root)) {
            CompletableFuture<Void> ahead = first.prefetch(chunks, Long.MAX_VALUE, ChunkObserver.NONE);
            List<CompletableFuture<ByteBuffer>> shared = second.request(chunks);
            ahead.get();
            for (int i = 0; i < chunks.size(); i++) {
                assertThat(bytes(shared.get(i))).isEqualTo(image.plain(chunks.get(i)));
                assertThat(bytes(first, chunks.get(i))).isEqualTo(image.plain(chunks.get(i)));
            }
        }
        assertNoneReadTwice();
    }

    @RepeatedTest(5)
    void manyImagesReadEachStoredByteOnce() throws Exception {
        List<ChunkRef> chunks = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            chunks.add(image.chunk(i % 2, 50 + i));
        }
        List<LazyChunkSource> sources = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            sources.add(image.open(process, root));
        }
        List<Thread> readers = new ArrayList<>();
        for (LazyChunkSource source : sources) {
            List<ChunkRef> own = new ArrayList<>(chunks);
            Collections.shuffle(own, new Random(readers.size()));
            readers.add(new Thread(() -> {
                for (int i = 0; i < own.size(); i += 10) {
                    List<CompletableFuture<ByteBuffer>> some = source.request(own.subList(i, i + 10));
                    some.forEach(CompletableFuture::join);
                }
            }));
        }
        readers.forEach(Thread::start);
        for (Thread reader : readers) {
            reader.join();
        }
        for (LazyChunkSource source : sources) {
            for (ChunkRef chunk : chunks) {
                assertThat(bytes(source, chunk)).isEqualTo(image.plain(chunk));
            }
            source.close();
        }
        assertNoneReadTwice();
    }

    private void assertNoneReadTwice() {
        List<TestBlobs.Read> reads = image.blobs.reads;
        for (TestBlobs.Read read : reads) {
            assertThat(reads.stream()
                            .filter(other -> other.blobId().equals(read.blobId())
                                    && other.offset() < read.offset() + read.length()
                                    && read.offset() < other.offset() + other.length()))
                    .containsExactly(read);
        }
    }
}

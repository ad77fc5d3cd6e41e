package dev.nydusview.chunkstore;

import static dev.nydusview.chunkstore.TestImage.BLOB_A;
import static dev.nydusview.chunkstore.TestImage.BLOB_B;
import static dev.nydusview.chunkstore.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.chunkstore.TestBlobs.Read;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.ChunkVerificationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LazyChunkSourceTest {
    private final TestImage image = new TestImage(1);
    private final TestBlobs blobs = image.blobs;
    private LazyChunkSource source = image.open();

    @AfterEach
    void close() throws IOException {
        source.close();
    }

    @Test
    void onlyTheBytesAskedForAreRead() throws Exception {
        image.chunk(0, 100);
        ChunkRef wanted = image.chunk(0, 200);
        image.chunk(0, 300);

        assertThat(bytes(source, wanted)).isEqualTo(image.plain(wanted));

        assertThat(blobs.reads).containsExactly(new Read(BLOB_A, 100, 200));
        assertThat(source.counts()).isEqualTo(new FetchCounts(1, 0, 0, 1, 200, 0));
    }

    @Test
    void futuresComeInTheOrderAskedForAndAdjacentChunksInOneRead() throws Exception {
        ChunkRef first = image.chunk(0, 100);
        ChunkRef second = image.chunk(0, new byte[1000], true, 0);
        ChunkRef third = image.chunk(0, 300);
        ChunkRef elsewhere = image.chunk(1, 50);

        List<ChunkRef> asked = List.of(third, elsewhere, first, second);
        List<CompletableFuture<ByteBuffer>> delivered = source.request(asked);

        for (int i = 0; i < asked.size(); i++) {
            assertThat(bytes(delivered.get(i))).isEqualTo(image.plain(asked.get(i)));
        }
        int length = 400 + TestImage.locate(second).size();
        assertThat(blobs.reads).containsExactlyInAnyOrder(new Read(BLOB_A, 0, length), new Read(BLOB_B, 0, 50));
    }

    @Test
    void aGapIsReadIfThatCostsLessThanAnotherRequest() throws Exception {
        ChunkRef first = image.chunk(0, 100);
        image.gap(0);
        ChunkRef near = image.chunk(0, 100);
        int gap = image.wideGap(0);
        ChunkRef far = image.chunk(0, 100);

        for (CompletableFuture<ByteBuffer> each : source.request(List.of(first, near, far))) {
            each.get();
        }

        assertThat(blobs.reads).containsExactlyInAnyOrder(new Read(BLOB_A, 0, 201), new Read(BLOB_A, 201 + gap, 100));
    }

    @Test
    void oneChunkIsReadAlone() throws Exception {
        ChunkRef first = image.chunk(0, 100);
        image.gap(0);
        ChunkRef second = image.chunk(0, 100);
        image.gap(0);
        image.chunk(0, 100);

        bytes(source, second);

        assertThat(blobs.reads).containsExactly(new Read(BLOB_A, first.size() + 1, 100));
    }

    @Test
    void aLongRunIsReadInRangesUpToTheLimit() throws Exception {
        List<ChunkRef> run = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            run.add(image.chunk(0, 1024));
        }

        for (CompletableFuture<ByteBuffer> each : source.request(run)) {
            each.get();
        }

        assertThat(blobs.reads)
                .containsExactlyInAnyOrder(
                        new Read(BLOB_A, 0, 4096), new Read(BLOB_A, 4096, 4096), new Read(BLOB_A, 8192, 2048));
    }

    @Test
    void aChunkInMemoryIsDeliveredAtOnceWhileEveryThreadIsBusy() throws Exception {
        ChunkRef known = image.chunk(0, 100);
        bytes(source, known);
        CountDownLatch gate = new CountDownLatch(1);
        blobs.holdBack(gate);
        List<ChunkRef> others = new ArrayList<>();
        for (int i = 0; i < 2 * TestImage.LIMITS.threads(); i++) {
            image.wideGap(0);
            others.add(image.chunk(0, 100));
        }
        List<CompletableFuture<ByteBuffer>> pending = source.request(others);

        CompletableFuture<ByteBuffer> again = source.request(List.of(known)).get(0);

        assertThat(again).isDone();
        assertThat(bytes(again)).isEqualTo(image.plain(known));
        assertThat(pending).noneMatch(CompletableFuture::isDone);
        gate.countDown();
        for (int i = 0; i < others.size(); i++) {
            assertThat(bytes(pending.get(i))).isEqualTo(image.plain(others.get(i)));
        }
    }

    @Test
    void aChunkThatMemoryHasNoRoomForIsReadAgain() throws Exception {
        FetchLimits forgetful = new FetchLimits(0, 1 << 16, 4, 4096, 4, 4096, 1024, 2, 0);
        source = image.open(forgetful);
        ChunkRef chunk = image.chunk(0, 100);

        assertThat(bytes(source, chunk)).isEqualTo(image.plain(chunk));
        assertThat(bytes(source, chunk)).isEqualTo(image.plain(chunk));

        assertThat(blobs.reads).hasSize(2);
    }

    @Test
    void severalRangesAreInFlightAtOnce() throws Exception {
        CountDownLatch together = new CountDownLatch(TestImage.LIMITS.threads());
        blobs.fail(read -> {
            together.countDown();
            try {
                together.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        List<ChunkRef> apart = new ArrayList<>();
        for (int i = 0; i < TestImage.LIMITS.threads(); i++) {
            apart.add(image.chunk(0, 100));
            image.wideGap(0);
        }

        for (CompletableFuture<ByteBuffer> each : source.request(apart)) {
            each.get();
        }

        assertThat(blobs.reads).hasSize(TestImage.LIMITS.threads());
    }

    @Test
    void readsInFlightStayWithinTheirBytes() throws Exception {
        FetchLimits narrow = new FetchLimits(0, 1 << 16, 4, 4096, 4, 150, 50, 2, 0);
        source = image.open(narrow);
        List<Integer> together = new ArrayList<>();
        int[] inFlight = {0};
        blobs.fail(read -> {
            synchronized (together) {
                together.add(++inFlight[0]);
            }
            TestImage.digest(new byte[1 << 16]);
            synchronized (together) {
                inFlight[0]--;
            }
        });
        List<ChunkRef> apart = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            apart.add(image.chunk(0, i % 10 == 0 ? 200 : 100));
            image.wideGap(0);
        }

        for (CompletableFuture<ByteBuffer> each : source.request(apart)) {
            each.get();
        }

        assertThat(together).hasSize(50).containsOnly(1);
    }

    @Test
    void manyThreadsThatAskForOneChunkShareOneRead() throws Exception {
        ChunkRef chunk = image.chunk(0, 1000);
        ChunkRef sameInOtherBlob = image.chunk(1, image.plain(chunk), false, 0);
        CountDownLatch gate = new CountDownLatch(1);
        blobs.holdBack(gate);

        List<CompletableFuture<ByteBuffer>> delivered = askFromThreads(16, chunk, sameInOtherBlob);
        gate.countDown();

        for (CompletableFuture<ByteBuffer> each : delivered) {
            assertThat(bytes(each)).isEqualTo(image.plain(chunk));
        }
        assertThat(blobs.reads).hasSize(1);
        assertThat(source.counts().chunksFetched()).isEqualTo(1);
    }

    @Test
    void whoSharesAFailedReadSharesItsCauseAndTheNextRequestReadsAgain() throws Exception {
        ChunkRef chunk = image.chunk(0, 1000);
        IOException refused = new IOException("connection refused");
        CountDownLatch gate = new CountDownLatch(1);
        blobs.fail(read -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            throw refused;
        });

        List<CompletableFuture<ByteBuffer>> delivered = askFromThreads(4, chunk, chunk);
        gate.countDown();

        for (CompletableFuture<ByteBuffer> each : delivered) {
            assertThatThrownBy(each::get).cause().isSameAs(refused);
        }
        blobs.heal();
        assertThat(bytes(source, chunk)).isEqualTo(image.plain(chunk));
        assertThat(blobs.reads).hasSize(2);
    }

    @Test
    void aWaiterCannotSpoilTheChunkForOthers() throws Exception {
        ChunkRef chunk = image.chunk(0, 1000);
        CountDownLatch gate = new CountDownLatch(1);
        blobs.holdBack(gate);
        List<CompletableFuture<ByteBuffer>> delivered = source.request(List.of(chunk, chunk, chunk));

        delivered.get(0).cancel(true);
        gate.countDown();
        delivered.get(1).get().position(500);

        assertThat(bytes(delivered.get(2))).isEqualTo(image.plain(chunk));
        assertThat(delivered.get(2).get().isReadOnly()).isTrue();
        assertThat(bytes(source, chunk)).isEqualTo(image.plain(chunk));
    }

    @Test
    void aCorruptChunkFailsAloneInItsRange() throws Exception {
        ChunkRef good = image.chunk(0, 100);
        ChunkRef stored = image.chunk(0, 100);
        ChunkRef corrupt = new ChunkRef(0, 1, 0, 100, 100, TestImage.digest(new byte[1]), stored.stored());
        ChunkRef alsoGood = image.chunk(0, 100);

        List<CompletableFuture<ByteBuffer>> delivered = source.request(List.of(good, corrupt, alsoGood));

        assertThat(bytes(delivered.get(0))).isEqualTo(image.plain(good));
        assertThatThrownBy(delivered.get(1)::get).hasCauseInstanceOf(ChunkVerificationException.class);
        assertThat(bytes(delivered.get(2))).isEqualTo(image.plain(alsoGood));
        assertThat(blobs.reads).containsExactly(new Read(BLOB_A, 0, 300), new Read(BLOB_A, 100, 100));
        assertThat(source.counts().chunksFetched()).isEqualTo(2);
    }

    @Test
    void aFailedReadFailsTheChunksOfItsRangeOnly() throws Exception {
        ChunkRef first = image.chunk(0, 100);
        ChunkRef second = image.chunk(0, 100);
        ChunkRef elsewhere = image.chunk(1, 100);
        blobs.fail(read -> {
            if (read.blobId().equals(BLOB_A)) {
                throw new IOException("connection reset");
            }
        });

        List<CompletableFuture<ByteBuffer>> delivered = source.request(List.of(first, second, elsewhere));

        assertThatThrownBy(delivered.get(0)::get).cause().isExactlyInstanceOf(IOException.class);
        assertThatThrownBy(delivered.get(1)::get).cause().hasMessage("connection reset");
        assertThat(bytes(delivered.get(2))).isEqualTo(image.plain(elsewhere));
    }

    @Test
    void errorsAndShortReadsBecomeIoExceptionsAndThreadsLive() throws Exception {
        ChunkRef chunk = image.chunk(0, 100);
        for (int i = 0; i < 3 * TestImage.LIMITS.threads(); i++) {
            blobs.fail(read -> {
                throw new StackOverflowError("deep");
            });
            assertThatThrownBy(() -> bytes(source, chunk))
                    .cause()
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage(
                            "chunk " + chunk.digest() + " could not be delivered: java.lang.StackOverflowError: deep");
        }
        blobs.heal();
        assertThat(bytes(source, chunk)).isEqualTo(image.plain(chunk));
    }

    @Test
    @Tag("soak")
    void closingFailsWhatIsPendingAndWhatFollows() throws Exception {
        ChunkRef chunk = image.chunk(0, 100);
        List<ChunkRef> many = new ArrayList<>(List.of(chunk));
        for (int i = 0; i < 10; i++) {
            image.wideGap(0);
            many.add(image.chunk(0, 100));
        }
        CountDownLatch gate = new CountDownLatch(1);
        blobs.holdBack(gate);
        List<CompletableFuture<ByteBuffer>> pending = source.request(many);

        source.close();

        for (CompletableFuture<ByteBuffer> each : pending) {
            assertThatThrownBy(each::get)
                    .cause()
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("the image was closed while its chunks were still being read");
        }
        assertThat(blobs.closed.getCount()).isZero();
        int reads = blobs.reads.size();
        assertThatThrownBy(source.request(List.of(image.chunk(0, 10))).get(0)::get)
                .cause()
                .hasMessage("the image was closed while its chunks were still being read");
        gate.countDown();
        assertThat(blobs.reads.size()).isLessThanOrEqualTo(Math.max(reads, TestImage.LIMITS.threads()));
    }

    /** Asks from many threads, in turn for either chunk, and returns when all of them wait. */
    private List<CompletableFuture<ByteBuffer>> askFromThreads(int threads, ChunkRef even, ChunkRef odd)
            throws Exception {
        ExecutorService readers = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch start = new CountDownLatch(threads);
            List<Future<List<CompletableFuture<ByteBuffer>>>> asked = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                ChunkRef wanted = i % 2 == 0 ? even : odd;
                asked.add(readers.submit(() -> {
                    start.countDown();
                    start.await();
                    return source.request(List.of(wanted));
                }));
            }
            List<CompletableFuture<ByteBuffer>> delivered = new ArrayList<>();
            for (Future<List<CompletableFuture<ByteBuffer>>> each : asked) {
                delivered.addAll(each.get());
            }
            return delivered;
        } finally {
            readers.shutdown();
        }
    }
}

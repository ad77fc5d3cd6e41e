package dev.nydusview.chunkstore;

import static dev.nydusview.chunkstore.TestImage.BLOB_A;
import static dev.nydusview.chunkstore.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.chunkstore.TestBlobs.Read;
import dev.nydusview.rafs.chunk.ChunkObserver;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class PrefetchTest {
    private static final long PLENTY = 1 << 20;
    private static final Duration SOON = Duration.ofSeconds(10);

    private final TestImage image = new TestImage(7);
    private final TestBlobs blobs = image.blobs;
    private final LazyChunkSource source = image.open();
    private final AtomicLong fetched = new AtomicLong();
    private final ChunkObserver observer = new ChunkObserver() {
        @Override
        public void fetched(long bytes) {
            fetched.addAndGet(bytes);
        }
    };

    @AfterEach
    void close() throws IOException {
        source.close();
    }

    @Test
    void smallGapsAreBridgedAndLargeOnesAreNot() throws Exception {
        ChunkRef first = image.chunk(0, 100);
        image.chunk(0, 40);
        ChunkRef second = image.chunk(0, 100);
        image.chunk(0, 41);
        ChunkRef third = image.chunk(0, 100);

        source.prefetch(List.of(third, first, second), PLENTY, observer).get();

        assertThat(blobs.reads).containsExactlyInAnyOrder(new Read(BLOB_A, 0, 240), new Read(BLOB_A, 281, 100));
        assertThat(fetched).hasValue(340);
    }

    @Test
    void whatWasPrefetchedIsNotFetchedAgain() throws Exception {
        ChunkRef chunk = image.chunk(0, 100);
        source.prefetch(List.of(chunk), PLENTY, observer).get();
        AtomicLong asked = new AtomicLong();

        byte[] delivered = bytes(source.request(List.of(chunk), new ChunkObserver() {
                    @Override
                    public void fetched(long bytes) {
                        asked.addAndGet(bytes);
                    }
                })
                .get(0));

        assertThat(delivered).isEqualTo(image.plain(chunk));
        assertThat(asked).hasValue(0);
        assertThat(blobs.reads).hasSize(1);
    }

    @Test
    void neverMoreThanTheBudgetIsFetchedGapsIncluded() throws Exception {
        List<ChunkRef> wanted = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            wanted.add(image.chunk(0, 100));
            image.chunk(0, 30);
        }

        source.prefetch(wanted, 1000, observer).get();

        assertThat(fetched.get()).isLessThanOrEqualTo(1000);
        source.prefetch(wanted, 99, observer).get();
        assertThat(fetched.get()).isLessThanOrEqualTo(1000);
    }

    @Test
    void theMostImportantChunksAreFetchedIfTheBudgetDoesNotReachForAll() throws Exception {
        ChunkRef early = image.chunk(0, 100);
        ChunkRef important = image.chunk(0, 100);

        source.prefetch(List.of(important, early), 100, observer).get();

        assertThat(blobs.reads).containsExactly(new Read(BLOB_A, 100, 100));
    }

    @Test
    void whoAsksForAChunkThatWaitsInLineNeedNotWait() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        List<ChunkRef> wanted = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            wanted.add(image.chunk(0, 100));
            image.chunk(0, 100);
        }
        CountDownLatch blocked = blobs.holdBack(gate, TestImage.LIMITS.prefetchThreads());
        var end = source.prefetch(wanted, PLENTY, observer);
        blocked.await();
        blobs.heal();

        assertThat(bytes(source, wanted.get(9))).isEqualTo(image.plain(wanted.get(9)));

        gate.countDown();
        end.get();
        assertThat(blobs.reads).doesNotHaveDuplicates().hasSize(10);
    }

    @Test
    void aFailureIsNobodysUntilSomebodyAsks() throws Exception {
        ChunkRef bad = image.chunk(0, 100);
        ChunkRef good = image.chunk(0, 100);
        blobs.fail(read -> {
            throw new IOException("gone");
        });
        source.prefetch(List.of(bad, good), PLENTY, observer).get();
        assertThat(source.request(List.of(bad)).get(0)).failsWithin(SOON);
        blobs.heal();

        assertThat(bytes(source, good)).isEqualTo(image.plain(good));
    }

    @Test
    void whatTheCacheHasIsNotFetched(@TempDir Path cache) throws Exception {
        ChunkRef chunk = image.chunk(0, 100);
        try (LazyChunkSource before = image.open(cache)) {
            bytes(before, chunk);
        }
        blobs.reads.clear();
        try (LazyChunkSource after = image.open(cache)) {
            after.prefetch(List.of(chunk), PLENTY, observer).get();
        }
        assertThat(blobs.reads).isEmpty();
    }

    @Test
    void itEndsWhenTheSourceIsClosed() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        ChunkRef chunk = image.chunk(0, 100);
        CountDownLatch blocked = blobs.holdBack(gate, 1);
        var end = source.prefetch(List.of(chunk), PLENTY, observer);
        blocked.await();
        gate.countDown();

        source.close();

        assertThat(end).succeedsWithin(SOON);
        assertThat(source.prefetch(List.of(chunk), PLENTY, observer)).succeedsWithin(SOON);
    }
}

package dev.nydusview.chunkstore;

import static dev.nydusview.chunkstore.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.rafs.blob.ChunkNeighbour;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.chunk.ChunkObserver;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.StoredForm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Chunks that come out of the same stored bytes: a batch. */
@Timeout(20)
class SharedContextTest {
    private static final int CHUNKS = 5;
    private static final int SIZE = 100;

    private final TestImage image = new TestImage(1);
    private final byte[] plain = new byte[CHUNKS * SIZE];
    private final List<ChunkRef> chunks = new ArrayList<>();
    private final ChunkStore process = TestImage.process();

    @TempDir
    Path root;

    SharedContextTest() {
        new Random(2).nextBytes(plain);
        addBatch(TestImage.gzip(plain));
    }

    private void addBatch(byte[] stored) {
        long offset = image.append(0, stored);
        chunks.clear();
        for (int i = 0; i < CHUNKS; i++) {
            byte[] own = Arrays.copyOfRange(plain, i * SIZE, (i + 1) * SIZE);
            StoredForm form = new StoredForm.Batch(plain.length, i * SIZE, false);
            chunks.add(image.chunk(0, own, 0, new ChunkLocation(offset, stored.length, form)));
        }
    }

    /** Locates chunks inside the batch. */
    private final class BatchLocator implements ChunkLocator {
        @Override
        public ChunkLocation locate(ChunkRef chunk) throws IOException {
            return TestImage.locate(chunk);
        }

        @Override
        public List<ChunkNeighbour> neighbours(ChunkRef chunk) {
            return chunks.stream()
                    .filter(other -> !other.equals(chunk))
                    .map(other -> new ChunkNeighbour(
                            other.index(), other.uncompressedOffset(), chunks.indexOf(other) * SIZE, SIZE))
                    .toList();
        }
    }

    @Test
    void oneReadMakesAllOfThem() throws Exception {
        try (LazyChunkSource source = image.open()) {
            List<CompletableFuture<ByteBuffer>> delivered = source.request(chunks);
            for (int i = 0; i < CHUNKS; i++) {
                assertThat(bytes(delivered.get(i))).isEqualTo(image.plain(chunks.get(i)));
            }
            assertThat(source.counts().chunksFetched()).isEqualTo(CHUNKS);
        }
        assertThat(image.blobs.reads).hasSize(1);
    }

    @Test
    void whoComesLaterFindsItInMemoryWithoutADiskCache() throws Exception {
        try (LazyChunkSource source = image.open()) {
            for (ChunkRef chunk : chunks) {
                assertThat(bytes(source, chunk)).isEqualTo(image.plain(chunk));
            }
        }
        assertThat(image.blobs.reads).hasSize(1);
    }

    @Test
    void whoComesWhileItIsReadWaitsForIt() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch reading = image.blobs.holdBack(gate, 1);
        try (LazyChunkSource source = image.open()) {
            List<CompletableFuture<ByteBuffer>> delivered = new ArrayList<>(source.request(chunks.subList(0, 1)));
            reading.await();
            chunks.subList(1, CHUNKS).forEach(chunk -> delivered.addAll(source.request(List.of(chunk))));
            assertThat(delivered).noneMatch(CompletableFuture::isDone);
            gate.countDown();

            for (int i = 0; i < CHUNKS; i++) {
                assertThat(bytes(delivered.get(i))).isEqualTo(image.plain(chunks.get(i)));
            }
        }
        assertThat(image.blobs.reads).hasSize(1);
    }

    @Test
    void whoWaitsForAReadThatFailsHearsOfItAndTheNextRequestReadsAgain() throws Exception {
        IOException gone = new IOException("gone");
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        image.blobs.fail(read -> {
            reading.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            throw gone;
        });
        try (LazyChunkSource source = image.open()) {
            List<CompletableFuture<ByteBuffer>> delivered = new ArrayList<>(source.request(chunks.subList(0, 1)));
            reading.await();
            delivered.addAll(source.request(chunks.subList(1, CHUNKS)));
            gate.countDown();
            for (CompletableFuture<ByteBuffer> each : delivered) {
                assertThatThrownBy(each::get).cause().isSameAs(gone);
            }
            image.blobs.heal();
            assertThat(bytes(source, chunks.get(3))).isEqualTo(image.plain(chunks.get(3)));
        }
    }

    @Test
    void aDamagedBatchFailsAllOfItsChunks() {
        byte[] stored = TestImage.gzip(plain);
        stored[0] = 0;
        addBatch(stored);
        LazyChunkSource source = image.open();

        assertThat(source.request(chunks))
                .allSatisfy(each -> assertThatThrownBy(each::get).cause().isInstanceOf(RafsFormatException.class));
        assertThat(image.blobs.reads).hasSize(2);
    }

    @Test
    void whatCameAlongIsOnDiskForTheNextProcess() throws Exception {
        try (LazyChunkSource source = process.open(image.rafs(), new BatchLocator(), image.blobs, layout(), "x")) {
            bytes(source, chunks.get(2));
        }
        image.blobs.reads.clear();
        try (LazyChunkSource source = image.open(root)) {
            for (ChunkRef chunk : chunks) {
                assertThat(bytes(source, chunk)).isEqualTo(image.plain(chunk));
            }
            assertThat(source.counts().chunksFromCache()).isEqualTo(CHUNKS);
        }
        assertThat(image.blobs.reads).isEmpty();
    }

    @Test
    void memoryKeepsNothingThatIsOnDisk() throws Exception {
        try (LazyChunkSource source = process.open(image.rafs(), new BatchLocator(), image.blobs, layout(), "x")) {
            for (ChunkRef chunk : chunks) {
                assertThat(bytes(source, chunk)).isEqualTo(image.plain(chunk));
            }
        }
        assertThat(image.blobs.reads).hasSize(1);
        assertThat(process.usage().contexts().peak()).isZero();
    }

    @Test
    void anotherImageWaitsAndFindsOnDiskWhatCameAlong() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch reading = image.blobs.holdBack(gate, 1);
        try (LazyChunkSource first = process.open(image.rafs(), new BatchLocator(), image.blobs, layout(), "x");
                LazyChunkSource second = process.open(image.rafs(), new BatchLocator(), image.blobs, layout(), "x")) {
            first.request(chunks.subList(0, 1));
            reading.await();
            List<CompletableFuture<ByteBuffer>> shared = second.request(chunks.subList(1, CHUNKS));
            gate.countDown();
            for (int i = 1; i < CHUNKS; i++) {
                assertThat(bytes(shared.get(i - 1))).isEqualTo(image.plain(chunks.get(i)));
            }
            assertThat(second.counts()).isEqualTo(new FetchCounts(0, CHUNKS - 1, 0, 0, 0, 0));
        }
        assertThat(image.blobs.reads).hasSize(1);
    }

    @Test
    void aPrefetchOfSomeServesWhoAsksForOthers() throws Exception {
        try (LazyChunkSource source = image.open()) {
            source.prefetch(chunks.subList(0, 2), Long.MAX_VALUE, ChunkObserver.NONE)
                    .get();
            assertThat(bytes(source, chunks.get(4))).isEqualTo(image.plain(chunks.get(4)));
        }
        assertThat(image.blobs.reads).hasSize(1);
    }

    private CacheLayout layout() {
        return new CacheLayout(root);
    }
}

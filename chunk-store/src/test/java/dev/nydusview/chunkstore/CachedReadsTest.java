package dev.nydusview.chunkstore;

import static dev.nydusview.chunkstore.TestImage.BLOB_A;
import static dev.nydusview.chunkstore.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CachedBlobs;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class CachedReadsTest {
    private final TestImage image = new TestImage(1);

    @TempDir
    Path root;

    @Test
    void aSecondRunFetchesNothing() throws Exception {
        List<ChunkRef> chunks = List.of(image.chunk(0, 100), image.chunk(1, 200), image.chunk(0, 300));
        readAll(image, chunks);
        image.blobs.reads.clear();

        assertThat(readAll(image, chunks)).isEqualTo(new FetchCounts(0, 3, 0, 0, 0, 0));

        assertThat(image.blobs.reads).isEmpty();
    }

    @Test
    void aSecondRunFetchesNothingThoughItAsksForTheOtherPlaceOfAChunk() throws Exception {
        ChunkRef first = image.chunk(0, 100);
        ChunkRef copy = image.chunk(1, image.plain(first), false, 0);
        ChunkRef otherCopy = image.chunk(1, image.plain(first), false, 0);
        try (LazyChunkSource source = image.open(root)) {
            List<CompletableFuture<ByteBuffer>> together = source.request(List.of(first, copy));
            together.get(0).get();
            together.get(1).get();
            bytes(source, otherCopy);
        }
        image.blobs.reads.clear();

        readAll(image, List.of(copy));
        readAll(image, List.of(otherCopy));

        assertThat(image.blobs.reads).isEmpty();
    }

    @Test
    void aFlippedByteInTheCacheIsNoticedAndRepaired() throws Exception {
        ChunkRef chunk = image.chunk(0, 100);
        ChunkRef other = image.chunk(0, 100);
        readAll(image, List.of(chunk, other));
        overwrite(root.resolve("blobs").resolve(BLOB_A + ".data"), 50, (byte) ~image.plain(chunk)[50]);

        assertThat(readAll(image, List.of(chunk, other))).isEqualTo(new FetchCounts(1, 1, 0, 1, 100, 0));

        assertThat(readAll(image, List.of(chunk, other))).isEqualTo(new FetchCounts(0, 2, 0, 0, 0, 0));
    }

    @Test
    void whatATruncationTookIsFetchedAgain() throws Exception {
        List<ChunkRef> chunks = List.of(image.chunk(0, 100), image.chunk(0, 100), image.chunk(0, 100));
        readAll(image, chunks);

        truncate(root.resolve("blobs").resolve(BLOB_A + ".data"), 150);
        assertThat(readAll(image, chunks).chunksFetched()).isEqualTo(2);

        truncate(root.resolve("blobs").resolve(BLOB_A + ".state"), 1);
        assertThat(readAll(image, chunks).chunksFetched()).isEqualTo(2);

        truncate(root.resolve("blobs").resolve(BLOB_A + ".state"), 0);
        assertThat(readAll(image, chunks).chunksFetched()).isEqualTo(3);
    }

    @Test
    void twoProcessesShareWhatEitherFetches() throws Exception {
        List<ChunkRef> chunks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            chunks.add(image.chunk(i % 2, 100 + i));
        }
        try (LazyChunkSource one = image.open(root);
                LazyChunkSource two = image.open(root)) {
            for (int i = 0; i < chunks.size(); i++) {
                LazyChunkSource first = i % 2 == 0 ? one : two;
                LazyChunkSource second = i % 2 == 0 ? two : one;
                assertThat(bytes(first, chunks.get(i))).isEqualTo(image.plain(chunks.get(i)));
                assertThat(bytes(second, chunks.get(i))).isEqualTo(image.plain(chunks.get(i)));
            }
            assertThat(one.counts().chunksFetched()).isEqualTo(10);
            assertThat(one.counts().chunksFromCache()).isEqualTo(10);
            assertThat(two.counts().chunksFetched()).isEqualTo(10);
        }
    }

    @Test
    void twoProcessesAtOnceDeliverTheRightBytes() throws Exception {
        List<ChunkRef> chunks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            chunks.add(image.chunk(i % 2, 1 + i * 10));
        }
        try (LazyChunkSource one = image.open(root);
                LazyChunkSource two = image.open(root)) {
            List<CompletableFuture<ByteBuffer>> delivered = new ArrayList<>();
            for (ChunkRef chunk : chunks) {
                delivered.addAll(one.request(List.of(chunk)));
                delivered.addAll(two.request(List.of(chunk)));
            }
            for (int i = 0; i < delivered.size(); i++) {
                assertThat(bytes(delivered.get(i))).isEqualTo(image.plain(chunks.get(i / 2)));
            }
        }
        assertThat(readAll(image, chunks).chunksFromCache()).isEqualTo(200);
    }

    @Test
    void imagesThatDisagreeOnTheLayoutOfABlobOnlyMissEachOther() throws Exception {
        TestImage other = new TestImage(2);
        List<ChunkRef> chunks = List.of(image.chunk(0, 100), image.chunk(0, 200), image.chunk(0, 300));
        List<ChunkRef> otherChunks = List.of(other.chunk(0, 250), other.chunk(0, 150), other.chunk(0, 200));

        for (int round = 0; round < 2; round++) {
            assertThat(readAll(image, chunks).chunksFromCache()).isZero();
            assertThat(readAll(other, otherChunks).chunksFromCache()).isZero();
        }
    }

    @Test
    void imagesThatAgreeShareABlob() throws Exception {
        List<ChunkRef> chunks = List.of(image.chunk(0, 100), image.chunk(0, 200));
        readAll(image, chunks);
        TestImage other = new TestImage(1);
        List<ChunkRef> same = List.of(other.chunk(0, 100), other.chunk(0, 200));

        assertThat(readAll(other, same).chunksFromCache()).isEqualTo(2);
    }

    @Test
    void aCacheThatCannotBeWrittenDoesNotFailReads() throws Exception {
        Files.writeString(root.resolve("blobs"), "in the way");
        List<ChunkRef> chunks = List.of(image.chunk(0, 100), image.chunk(1, 200));

        assertThat(readAll(image, chunks)).isEqualTo(new FetchCounts(2, 0, 2, 2, 300, 0));
    }

    @Test
    void aProcessWhoseCacheIsClearedGoesOn() throws Exception {
        List<ChunkRef> chunks = List.of(image.chunk(0, 100), image.chunk(0, 200), image.chunk(1, 300));
        CachedBlobs kept = new CachedBlobs(new CacheLayout(root));
        try (LazyChunkSource source = image.open(root)) {
            bytes(source, chunks.get(0));
            assertThat(kept.list()).hasSize(1);
            kept.clear();
            assertThat(kept.list()).isEmpty();

            for (ChunkRef chunk : chunks) {
                assertThat(bytes(source, chunk)).isEqualTo(image.plain(chunk));
            }
            assertThat(source.counts().cacheWriteFailures()).isZero();
        }
        assertThat(readAll(image, chunks).chunksFromCache()).isEqualTo(1);
        assertThat(readAll(image, chunks).chunksFromCache()).isEqualTo(3);
    }

    @Test
    void anInterruptedReaderDoesNotCloseTheCacheForOthers() throws Exception {
        List<ChunkRef> chunks = List.of(image.chunk(0, 100), image.chunk(0, 200));
        readAll(image, chunks);
        try (LazyChunkSource source = image.open(root)) {
            Thread.currentThread().interrupt();
            CompletableFuture<ByteBuffer> whileInterrupted =
                    source.request(List.of(chunks.get(0))).get(0);
            assertThat(Thread.interrupted()).isTrue();

            assertThat(bytes(whileInterrupted)).isEqualTo(image.plain(chunks.get(0)));
            assertThat(bytes(source, chunks.get(1))).isEqualTo(image.plain(chunks.get(1)));
            assertThat(source.counts().chunksFromCache()).isEqualTo(2);
        }
    }

    @Test
    void aChunkThatFailsVerificationIsNotKept() throws Exception {
        ChunkRef stored = image.chunk(0, 100);
        ChunkRef corrupt = new ChunkRef(0, 0, 0, 100, 0, TestImage.digest(new byte[1]), stored.stored());
        try (LazyChunkSource source = image.open(root)) {
            assertThatThrownBy(() -> bytes(source, corrupt)).hasCauseInstanceOf(IOException.class);
        }

        assertThat(new CachedBlobs(new CacheLayout(root)).list())
                .allSatisfy(blob -> assertThat(blob.chunks()).isZero());
    }

    /** Reads every chunk in a run of its own, and tells what that took. */
    private FetchCounts readAll(TestImage from, List<ChunkRef> chunks) throws Exception {
        try (LazyChunkSource source = from.open(root)) {
            for (ChunkRef chunk : chunks) {
                assertThat(bytes(source, chunk)).isEqualTo(from.plain(chunk));
            }
            return source.counts();
        }
    }

    private static void overwrite(Path file, long offset, byte value) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1).put(0, value), offset);
        }
    }

    private static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }
}

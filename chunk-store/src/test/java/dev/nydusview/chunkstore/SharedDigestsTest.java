package dev.nydusview.chunkstore;

import static dev.nydusview.chunkstore.TestImage.BLOB_A;
import static dev.nydusview.chunkstore.TestImage.BLOB_B;
import static dev.nydusview.chunkstore.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CachedBlobs;
import dev.nydusview.rafs.chunk.ChunkObserver;
import dev.nydusview.rafs.model.ChunkRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Chunks that are in the cache for another blob. */
@Timeout(60)
class SharedDigestsTest {
    private static final int CHUNKS = 50;

    private final TestImage image = new TestImage(1);
    private final List<ChunkRef> chunks = new ArrayList<>();
    private final List<ChunkRef> copies = new ArrayList<>();

    @TempDir
    Path root;

    @BeforeEach
    void cacheOneBlob() throws Exception {
        for (int i = 0; i < CHUNKS; i++) {
            chunks.add(image.chunk(0, 1000 + i));
            copies.add(image.chunk(1, image.plain(chunks.get(i)), false, 0));
        }
        assertThat(fetched(chunks)).isPositive();
    }

    private Path file(String name) {
        return root.resolve("blobs").resolve(name);
    }

    /** Reads chunks in a process of its own, and returns the bytes that it fetched. */
    private long fetched(List<ChunkRef> wanted) throws Exception {
        image.blobs.reads.clear();
        try (LazyChunkSource source = image.open(root)) {
            for (ChunkRef chunk : wanted) {
                assertThat(bytes(source, chunk)).isEqualTo(image.plain(chunk));
            }
        }
        return image.blobs.reads.stream().mapToLong(TestBlobs.Read::length).sum();
    }

    @Test
    void theyAreFoundByTheirDigestAndNotStoredAgain() throws Exception {
        assertThat(fetched(copies)).isZero();
        assertThat(file(BLOB_B + ".data")).doesNotExist();
    }

    @Test
    void theyAreNotFetchedAhead() throws Exception {
        image.blobs.reads.clear();
        try (LazyChunkSource source = image.open(root)) {
            source.prefetch(copies, 1 << 20, ChunkObserver.NONE).get();
        }
        assertThat(image.blobs.reads).isEmpty();
    }

    @Test
    void damagedOnesAreFetched() throws Exception {
        Files.write(file(BLOB_A + ".data"), new byte[CHUNKS * 2000]);
        assertThat(fetched(copies)).isPositive();
        assertThat(fetched(copies)).isZero();
        assertThat(file(BLOB_B + ".data")).exists();
    }

    @Test
    void onesThatWereClearedAreFetched() throws Exception {
        new CachedBlobs(new CacheLayout(root)).clear();
        assertThat(fetched(copies)).isPositive();
        assertThat(file(BLOB_A + ".data")).doesNotExist();
    }

    @Test
    void onesOfABlobThatWasRemovedAreFetched() throws Exception {
        for (String suffix : List.of(".data", ".state", ".use")) {
            Files.delete(file(BLOB_A + suffix));
        }
        assertThat(fetched(copies)).isPositive();
        assertThat(file(BLOB_A + ".data")).doesNotExist();
    }

    @Test
    void anIndexOfGarbageLeadsToNoWrongByte() throws Exception {
        byte[] index = Files.readAllBytes(file("digests"));
        Random random = new Random(3);
        for (int i = 0; i < index.length; i++) {
            if (index[i] != 0 && random.nextInt(20) == 0) {
                index[i] = (byte) random.nextInt();
            }
        }
        Files.write(file("digests"), index);
        assertThat(fetched(copies)).as("some entries are unknown").isPositive(); // and every byte is compared
        assertThat(fetched(copies)).isZero();
    }

    @Test
    void aDirectoryInThePlaceOfTheIndexOnlyCostsFetches() throws Exception {
        Files.delete(file("digests"));
        Files.createDirectory(file("digests"));
        assertThat(fetched(chunks)).isZero();
        assertThat(fetched(copies)).isPositive();
        assertThat(fetched(copies)).isZero();
    }
}

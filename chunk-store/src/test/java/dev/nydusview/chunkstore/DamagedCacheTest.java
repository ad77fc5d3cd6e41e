package dev.nydusview.chunkstore;

import static dev.nydusview.chunkstore.TestImage.BLOB_A;
import static dev.nydusview.chunkstore.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.chunk.ChunkObserver;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DamagedCacheTest {
    private final TestImage image = new TestImage(1);

    @TempDir
    Path root;

    @Test
    void aCacheOfDamagedDataCostsOneRequestMoreThanAnEmptyOne() throws Exception {
        List<ChunkRef> chunks = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            chunks.add(image.chunk(0, 100));
        }
        int empty = requests(chunks);
        assertThat(requests(chunks)).isZero();

        try (RandomAccessFile data =
                new RandomAccessFile(root.resolve("blobs/" + BLOB_A + ".data").toFile(), "rw")) {
            data.write(new byte[500 * 100]);
        }

        assertThat(requests(chunks)).isLessThanOrEqualTo(empty + 1);
        assertThat(requests(chunks)).isZero();
    }

    /** Reads the chunks one by one in a process of its own that reads ahead, and returns the number of requests. */
    private int requests(List<ChunkRef> chunks) throws Exception {
        image.blobs.reads.clear();
        try (LazyChunkSource source = image.open(root)) {
            for (int i = 0; i < chunks.size(); i++) {
                assertThat(bytes(source, chunks.get(i))).isEqualTo(image.plain(chunks.get(i)));
                source.prefetch(chunks.subList(i, chunks.size()), 1 << 20, ChunkObserver.NONE)
                        .get();
            }
        }
        return image.blobs.reads.size();
    }
}

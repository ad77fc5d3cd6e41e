package dev.nydusview.chunkstore;

import static dev.nydusview.chunkstore.TestImage.BLOB_A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.RafsFormatException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class HostileChunksTest {
    private static final Digest DIGEST = new Digest(1, 2, 3, 4);

    private final TestImage image = new TestImage(1);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            -1  | 0        | 1         | 0                    | a chunk is in blob number -1, but the image has 2 blobs
            2   | 0        | 1         | 0                    | a chunk is in blob number 2, but the image has 2 blobs
            0   | -1       | 1         | 0                    | number -1 is not between 0 and 16777215
            0   | 16777216 | 1         | 0                    | number 16777216 is not between 0 and 16777215
            0   | 7        | 0         | 0                    | size 0 is not between 1 and 16777216
            0   | 7        | -5        | 0                    | size -5 is not between 1 and 16777216
            0   | 7        | 16777217  | 0                    | size 16777217 is not between 1 and 16777216
            0   | 7        | 1         | -1                   | uncompressed offset -1 is not between 0 and 17592186044415
            0   | 7        | 2         | 17592186044415       | uncompressed offset 17592186044415 is not between 0 and 17592186044414
            0   | 7        | 2         | 9223372036854775807  | uncompressed offset 9223372036854775807 is not between 0 and 17592186044414
            """)
    void whatABootstrapMayNotSay(int blobIndex, int index, int size, long uncompressedOffset, String fault) {
        ChunkRef chunk = new ChunkRef(blobIndex, index, 0, size, uncompressedOffset, DIGEST, null);

        String prefix = fault.startsWith("a chunk") ? "" : "chunk " + index + " of blob " + BLOB_A + ": ";
        assertThatThrownBy(() -> TestImage.bytes(image.open(), chunk))
                .cause()
                .isExactlyInstanceOf(RafsFormatException.class)
                .hasMessage(prefix + fault);
        assertThat(image.blobs.reads).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            -1                  | 5          | stored offset -1 is not between 0 and 1099511627771
            1099511627772       | 5          | stored offset 1099511627772 is not between 0 and 1099511627771
            9223372036854775807 | 5          | stored offset 9223372036854775807 is not between 0 and 1099511627771
            0                   | 0          | stored size 0 is not between 1 and 16777216
            0                   | -1         | stored size -1 is not between 1 and 16777216
            0                   | 16777217   | stored size 16777217 is not between 1 and 16777216
            0                   | 2147483647 | stored size 2147483647 is not between 1 and 16777216
            """)
    void whereAChunkCannotBeStored(long offset, int size, String fault) {
        ChunkRef chunk = new ChunkRef(0, 7, 0, 5, 0, DIGEST, new ChunkLocation(offset, size, true));

        assertThatThrownBy(() -> TestImage.bytes(image.open(), chunk))
                .cause()
                .isExactlyInstanceOf(RafsFormatException.class)
                .hasMessage("chunk 7 of blob " + BLOB_A + ": " + fault);
        assertThat(image.blobs.reads).isEmpty();
    }

    @Test
    void aChunkThatCannotBeLocatedFailsAlone() throws Exception {
        ChunkRef good = image.chunk(0, 100);
        ChunkRef lost = new ChunkRef(0, 7, 0, 5, 0, DIGEST, null);
        ChunkLocator locator = chunk -> {
            if (chunk.stored() == null) {
                throw new IllegalStateException("no such entry");
            }
            return chunk.stored();
        };
        LazyChunkSource source = image.open(locator);

        var delivered = source.request(List.of(lost, good));

        assertThatThrownBy(delivered.get(0)::get)
                .cause()
                .isExactlyInstanceOf(IOException.class)
                .hasMessage(
                        "chunk " + DIGEST + " could not be delivered: java.lang.IllegalStateException: no such entry");
        assertThat(TestImage.bytes(delivered.get(1))).isEqualTo(image.plain(good));
    }

    @Test
    void aBlobWhoseIndexCannotBeReadIsTriedOnceARequest() {
        AtomicInteger tries = new AtomicInteger();
        LazyChunkSource source = image.open(chunk -> {
            tries.incrementAndGet();
            throw new IOException("registry is gone");
        });
        List<ChunkRef> chunks = List.of(image.chunk(0, 10), image.chunk(1, 10), image.chunk(0, 10), image.chunk(0, 10));

        assertThat(source.request(chunks))
                .allSatisfy(each -> assertThatThrownBy(each::get).cause().hasMessage("registry is gone"));

        assertThat(tries).hasValue(2);
    }
}

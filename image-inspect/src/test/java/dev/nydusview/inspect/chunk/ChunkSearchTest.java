package dev.nydusview.inspect.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.inspect.TestImages;
import dev.nydusview.rafs.built.BuiltReader;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.walk.TreeWalk;
import dev.nydusview.testdata.builder.Compression;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkSearchTest {
    private static final int CHUNK = TestImages.CHUNK;
    private static final byte[] SHARED = TestImages.content(1, CHUNK);

    private static SourceTree source() {
        byte[] large = TestImages.content(2, 3 * CHUNK);
        System.arraycopy(SHARED, 0, large, CHUNK, CHUNK);
        return new SourceTree().file("/large", large).file("/small", SHARED).hardLink("/other", "/small");
    }

    private static List<ChunkUses> search(BuiltReader image, String query, boolean uncompressed) throws IOException {
        return ChunkSearch.run(
                image.image(),
                TestImages.locator(image),
                ChunkQuery.parse(query, OptionalInt.empty(), uncompressed),
                TreeWalk.Damage.FATAL);
    }

    private static ChunkRef shared(BuiltReader image) throws IOException {
        return image.tree().chunks(image.inode("/small"), 0, 1).get(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void digestLeadsToEveryUse(boolean v5) throws IOException {
        BuiltReader image = TestImages.of(v5 ? ImageBuilder.v5() : ImageBuilder.v6(), source());
        long large = image.inode("/large").number();
        long small = image.inode("/small").number();

        List<ChunkUses> found = search(image, shared(image).digest().toString().substring(0, 20), false);

        assertThat(found).singleElement().satisfies(uses -> {
            assertThat(uses.chunk().size()).isEqualTo(CHUNK);
            assertThat(uses.chunk().form()).isEqualTo("alone");
            assertThat(uses.chunk().digest()).isEqualTo(shared(image).digest().toString());
            assertThat(uses.files())
                    .containsExactly(
                            new ChunkUses.Use("/large", large, CHUNK),
                            new ChunkUses.Use("/other", small, 0),
                            new ChunkUses.Use("/small", small, 0));
        });
    }

    @Test
    void offsetsLeadToTheChunkThatHasThem() throws IOException {
        BuiltReader image = TestImages.of(ImageBuilder.v6().compression(Compression.NONE), source());
        ChunkRef chunk = shared(image);
        long offset = chunk.uncompressedOffset();
        for (long at : List.of(offset, offset + CHUNK - 1)) {
            assertThat(search(image, String.valueOf(at), true))
                    .singleElement()
                    .satisfies(uses -> assertThat(uses.chunk().index()).isEqualTo(chunk.index()));
        }
        ChunkDetails stored = search(image, String.valueOf(offset), true).get(0).chunk();
        assertThat(stored.storedSize()).isEqualTo(CHUNK);
        assertThat(search(image, String.valueOf(stored.storedOffset()), false))
                .singleElement()
                .satisfies(uses -> assertThat(uses.chunk().index()).isEqualTo(chunk.index()));
        assertThat(search(image, String.valueOf(1L << 40), true)).isEmpty();
    }

    /** Bytes of a batch belong to all of its chunks. */
    @Test
    void sharedBytesLeadToAllChunksInThem() throws IOException {
        BuiltReader image = TestImages.of(
                ImageBuilder.v6().batchSize(CHUNK),
                new SourceTree().file("/a", TestImages.content(1, 100)).file("/b", TestImages.content(2, 100)));
        List<ChunkUses> found = search(image, "0", false);
        assertThat(found).hasSize(2).allSatisfy(uses -> {
            assertThat(uses.chunk().form()).isEqualTo("batch");
            assertThat(uses.chunk().storedOffset()).isZero();
            assertThat(uses.chunk().problem()).isNull();
        });
        assertThat(found).extracting(uses -> uses.chunk().start()).containsExactlyInAnyOrder(0, 100);
    }

    @Test
    void otherBlobsAreNotLookedAt() throws IOException {
        BuiltReader image = TestImages.of(source());
        String digest = shared(image).digest().toString();
        assertThat(ChunkSearch.run(
                        image.image(),
                        TestImages.locator(image),
                        ChunkQuery.parse(digest, OptionalInt.of(1), false),
                        TreeWalk.Damage.FATAL))
                .isEmpty();
    }
}

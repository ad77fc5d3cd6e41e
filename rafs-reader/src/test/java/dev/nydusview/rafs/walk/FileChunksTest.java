package dev.nydusview.rafs.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.built.BuiltReader;
import dev.nydusview.rafs.layout.ChunkInfoLayout;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileChunksTest {
    private static final int CHUNK = 4096;

    private static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static BuiltReader image(boolean v5) throws IOException {
        return BuiltReader.of(built(v5 ? ImageBuilder.v5() : ImageBuilder.v6()));
    }

    private static BuiltImage built(ImageBuilder<?> builder) {
        return builder.chunkSize(CHUNK)
                .build(new SourceTree()
                        .file("/large", content(10 * CHUNK + 1))
                        .file("/many", content(300 * CHUNK))
                        .file("/empty", new byte[0])
                        .symlink("/link", "large"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void chunksComeInFileOrder(boolean v5) throws IOException {
        BuiltReader image = image(v5);
        List<Long> offsets = new ArrayList<>();
        assertThat(FileChunks.visit(
                        image.tree(),
                        image.inode("/large"),
                        CHUNK,
                        record -> offsets.add(record.chunk().fileOffset())))
                .isNull();
        assertThat(offsets).hasSize(11).isSorted().startsWith(0L, 4096L).endsWith(40960L);
    }

    @Test
    void filesWithoutChunksHaveNone() throws IOException {
        BuiltReader image = image(false);
        List<ChunkRecord> records = new ArrayList<>();
        for (String path : List.of("/empty", "/link")) {
            assertThat(FileChunks.visit(image.tree(), image.inode(path), CHUNK, records::add))
                    .isNull();
        }
        assertThat(records).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 10})
    void corruptChunkHidesNoOther(int broken) throws IOException {
        assertThat(readable("/large", broken)).hasSize(10).doesNotContain((long) broken);
    }

    @Test
    void corruptChunksHideNoOthers() throws IOException {
        assertThat(readable("/large", 4, 7)).containsExactly(0L, 1L, 2L, 3L, 5L, 6L, 8L, 9L, 10L);
    }

    /** Ways around damage are few, and each cuts the rest into halves. */
    @Test
    void corruptChunkAmongManyHidesNoOther() throws IOException {
        assertThat(readable("/many", 298)).hasSize(299).doesNotContain(298L).contains(299L);
    }

    /** Numbers of the chunks that can be read if those in {@code broken} cannot. */
    private static List<Long> readable(String path, int... broken) throws IOException {
        BuiltImage built = built(ImageBuilder.v6());
        BuiltReader sound = BuiltReader.of(built);
        List<ChunkRecord> records = new ArrayList<>();
        FileChunks.visit(sound.tree(), sound.inode(path), CHUNK, records::add);
        byte[] bootstrap = built.bootstrap();
        for (int number : broken) {
            // The first part of a row of the chunk table is the digest.
            int row = indexOf(bootstrap, records.get(number).chunk().digest().toBytes()) - ChunkInfoLayout.BLOCK_ID;
            bootstrap[row + ChunkInfoLayout.UNCOMPRESSED_SIZE] = 0x7f;
        }
        RafsImage image = RafsImage.open(ByteBuffer.wrap(bootstrap));
        Inode file = image.tree().inode(sound.inode(path).number());
        List<Long> numbers = new ArrayList<>();
        IOException failure = FileChunks.visit(
                image.tree(), file, CHUNK, record -> numbers.add(record.chunk().fileOffset() / CHUNK));
        assertThat(failure).isInstanceOf(RafsFormatException.class);
        return numbers;
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i <= bytes.length - part.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new IllegalStateException("not there");
    }

    /** Pieces are few however large a sparse file is, and whole chunks. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1L << 28, (1L << 40) + 1, 1L << 62, Long.MAX_VALUE - (1 << 24)})
    void piecesAreBounded(long length) {
        for (int chunkSize : List.of(4096, 1 << 20, ChunkInfoLayout.MAX_CHUNK_SIZE)) {
            long piece = FileChunks.piece(length, chunkSize);
            assertThat(piece).isGreaterThanOrEqualTo(1L << 28);
            assertThat(piece % chunkSize).isZero();
            assertThat(length / piece).isLessThanOrEqualTo(4096);
        }
    }
}

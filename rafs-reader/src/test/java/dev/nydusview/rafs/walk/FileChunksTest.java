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
import java.util.HexFormat;
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

    /** The first part of a row of the chunk table is the digest. */
    @Test
    void corruptChunksHideNoOthers() throws IOException {
        byte[] bootstrap = built(ImageBuilder.v6()).bootstrap();
        BuiltReader sound = image(false);
        List<ChunkRecord> records = new ArrayList<>();
        FileChunks.visit(sound.tree(), sound.inode("/large"), CHUNK, records::add);
        for (int broken : List.of(4, 7)) {
            byte[] digest =
                    HexFormat.of().parseHex(records.get(broken).chunk().digest().toString());
            int record = indexOf(bootstrap, digest) - ChunkInfoLayout.BLOCK_ID;
            bootstrap[record + ChunkInfoLayout.UNCOMPRESSED_SIZE] = 0x7f;
        }
        RafsImage image = RafsImage.open(ByteBuffer.wrap(bootstrap));
        List<Long> offsets = new ArrayList<>();
        Inode file = image.tree().inode(sound.inode("/large").number());

        IOException failure = FileChunks.visit(
                image.tree(), file, CHUNK, record -> offsets.add(record.chunk().fileOffset() / CHUNK));

        assertThat(failure).isInstanceOf(RafsFormatException.class);
        assertThat(offsets).containsExactly(0L, 1L, 2L, 3L, 5L, 6L, 8L, 9L, 10L);
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

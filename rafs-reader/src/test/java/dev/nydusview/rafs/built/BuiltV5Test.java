package dev.nydusview.rafs.built;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.layout.ChunkInfoLayout;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import dev.nydusview.testdata.builder.V5Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltV5Test {
    @Test
    void withoutTheExtendedBlobTableSizesAreUnknown() throws IOException {
        BuiltImage image =
                ImageBuilder.v5().shape(V5Shape.NO_EXTENDED_BLOB_TABLE).build(SampleTrees.everyKind());
        BuiltImageTest.assertReadsAsBuilt(image);
        BlobInfo blob = BuiltReader.of(image).image().blobs().get(0);
        assertThat(blob.id()).isEqualTo(image.blobs().keySet().iterator().next());
        assertThat(blob.chunkCount()).isZero();
        assertThat(blob.compressedSize()).isZero();
        assertThat(blob.uncompressedSize()).isZero();
    }

    /** Chunks of 4 KiB, as a picture: data {@code #}, zeros {@code .}; a last one in brackets is half a chunk. */
    @ParameterizedTest
    @CsvSource({"#.#, 2", ".##, 2", "##., 2", "..., 0", "#...#..#, 3", "#.(#), 2", "#(.), 1", "(.), 0", "###, 3"})
    void holesReadAsZeros(String picture, int chunks) throws IOException {
        byte[] content = content(picture);
        SourceTree tree = SampleTrees.everyKind().file("/file", content);
        BuiltImage image = ImageBuilder.v5()
                .chunkSize(SampleTrees.CHUNK)
                .shape(V5Shape.HOLES)
                .build(tree);
        BuiltImageTest.assertReadsAsBuilt(image);
        BuiltReader reader = BuiltReader.of(image);
        Inode file = reader.inode("/file");
        assertThat(reader.tree().chunks(file, 0, file.size())).hasSize(chunks);
        assertThat(reader.content("/file")).isEqualTo(content);
    }

    /** Three chunks, of which the second is zeros; the record of the last one is damaged. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReadDoesNotDependOnRecordsBehindIt(boolean holes) throws IOException {
        ImageBuilder<?> builder = holes ? ImageBuilder.v5().shape(V5Shape.HOLES) : ImageBuilder.v5();
        BuiltImage image = builder.chunkSize(SampleTrees.CHUNK).build(new SourceTree().file("/file", content("#.#")));
        byte[] bootstrap = image.bootstrap();
        InodeTree sound = RafsImage.open(ByteBuffer.wrap(image.bootstrap())).tree();
        List<ChunkRef> chunks = chunks(sound, 3);
        int record = record(bootstrap, chunks.get(chunks.size() - 1));
        Arrays.fill(bootstrap, record, record + ChunkInfoLayout.UNCOMPRESSED_SIZE, (byte) 0xff);
        InodeTree damaged = RafsImage.open(ByteBuffer.wrap(bootstrap)).tree();
        assertThat(chunks(damaged, 2)).isEqualTo(chunks.subList(0, chunks.size() - 1));
        assertThatThrownBy(() -> chunks(damaged, 3)).hasMessageContaining("v5 chunk record");

        Arrays.fill(bootstrap, record, record + ChunkInfoLayout.CHUNK_INFO_SIZE, (byte) 0xff);
        if (holes) {
            // No other record shows that the second chunk is a hole.
            assertThatThrownBy(() -> chunks(damaged, 2)).hasMessageContaining("is not part of a file");
        } else {
            assertThat(chunks(damaged, 2)).isEqualTo(chunks.subList(0, 2));
        }
    }

    private static List<ChunkRef> chunks(InodeTree tree, int count) throws IOException {
        Inode root = tree.inode(tree.root());
        Inode file = tree.inode(tree.lookup(root, RawName.of("file")).orElseThrow());
        return tree.chunks(file, 0, (long) count * SampleTrees.CHUNK);
    }

    private static int record(byte[] bootstrap, ChunkRef chunk) {
        String digest = new String(chunk.digest().toBytes(), StandardCharsets.ISO_8859_1);
        return new String(bootstrap, StandardCharsets.ISO_8859_1).indexOf(digest);
    }

    private static byte[] content(String picture) {
        String plain = picture.replaceAll("[()]", "");
        int half = picture.contains("(") ? SampleTrees.CHUNK / 2 : 0;
        byte[] content = SampleTrees.noise(plain.length() * SampleTrees.CHUNK - half);
        for (int i = 0; i < plain.length(); i++) {
            if (plain.charAt(i) == '.') {
                int start = i * SampleTrees.CHUNK;
                Arrays.fill(content, start, Math.min(start + SampleTrees.CHUNK, content.length), (byte) 0);
            }
        }
        return content;
    }

    @Test
    void hardLinksAreOneInodeWithTheFlagAndWithoutIt() throws IOException {
        BuiltImage plain = ImageBuilder.v5().build(SampleTrees.everyKind());
        BuiltImage flagged = ImageBuilder.v5().shape(V5Shape.HARDLINK_FLAG).build(SampleTrees.everyKind());
        assertThat(flagged.bootstrap()).isNotEqualTo(plain.bootstrap());
        assertLinked(plain);
        assertLinked(flagged);
    }

    private static void assertLinked(BuiltImage image) throws IOException {
        BuiltImageTest.assertReadsAsBuilt(image);
        BuiltReader reader = BuiltReader.of(image);
        Inode file = reader.inode("/dir/owned");
        assertThat(file.nlink()).isEqualTo(3);
        assertThat(reader.inode("/dir/linked")).isEqualTo(file);
        assertThat(reader.inode("/linked too")).isEqualTo(file);
    }

    /** Inodes may share the data behind them, so a walk would read large xattrs once for each inode. */
    @Test
    void moreThanAMebibyteOfXattrsIsNotRead() throws IOException {
        Attributes attributes = Attributes.FILE;
        for (int i = 0; i < 20; i++) {
            attributes = attributes.xattr("user." + i, "v".repeat(60_000));
        }
        byte[] content = SampleTrees.text(20);
        BuiltImage image = ImageBuilder.v5().build(new SourceTree().file("/file", content, attributes));
        BuiltReader reader = BuiltReader.of(image);
        Inode file = reader.inode("/file");
        assertThatThrownBy(() -> reader.tree().xattrs(file))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage("the v5 inode at offset 0x" + Long.toHexString(file.offset())
                        + " has xattrs of 1200230 bytes; at most 1048576 are read");
        assertThat(reader.content("/file")).isEqualTo(content);
    }

    @Test
    void largeDirectoriesReadAsBuilt() throws IOException {
        BuiltImageTest.assertReadsAsBuilt(ImageBuilder.v5().build(SampleTrees.hugeDirectory(40)));
    }
}

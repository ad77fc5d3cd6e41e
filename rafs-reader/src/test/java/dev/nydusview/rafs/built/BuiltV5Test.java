package dev.nydusview.rafs.built;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import dev.nydusview.testdata.builder.V5Shape;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

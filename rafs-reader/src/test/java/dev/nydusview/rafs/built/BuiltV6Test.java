package dev.nydusview.rafs.built;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.Compression;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import dev.nydusview.testdata.builder.V6ImageBuilder;
import dev.nydusview.testdata.builder.V6Shape;
import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltV6Test {
    private static final int BLOCK = 4096;
    private static final int EXTENDED_INODE = 64;

    @Test
    void compactInodesHaveNoTimeAndMixWithExtendedOnes() throws IOException {
        SourceTree tree = SampleTrees.everyKind().file("/small ids", new byte[9], Attributes.FILE.owner(65_535, 1));
        BuiltImage image =
                v6().shape(V6Shape.COMPACT_INODES).prefetch("/small ids").build(tree);
        BuiltImageTest.assertReadsAsBuilt(image);
        BuiltReader reader = BuiltReader.of(image);
        Inode compact = reader.inode("/small ids");
        assertThat(compact.mtime()).isZero();
        assertThat(compact.uid()).isEqualTo(65_535);
        Inode extended = reader.inode("/dir/owned");
        assertThat(extended.mtime()).isEqualTo(Attributes.FILE.mtime());
        assertThat(extended.uid()).isEqualTo(65_536);
    }

    @ParameterizedTest
    @EnumSource(
            value = V6Shape.class,
            names = {"PLAIN_DATA", "TAILS_AT_BLOCK_END"})
    void tailsMayStandInBlocksOrBehindInodes(V6Shape shape) throws IOException {
        BuiltImageTest.assertReadsAsBuilt(v6().shape(shape).build(SampleTrees.everyKind()));
        BuiltImageTest.assertReadsAsBuilt(v6().shape(shape).build(SampleTrees.hugeDirectory(40)));
        BuiltImageTest.assertReadsAsBuilt(
                v6().shape(shape).shape(V6Shape.COMPACT_INODES).build(SampleTrees.everyKind()));
    }

    /** An inode of 64 bytes with a tail of up to 4032 fills a block; with one more byte the tail stands elsewhere. */
    @ParameterizedTest
    @ValueSource(
            ints = {1, BLOCK - EXTENDED_INODE - 1, BLOCK - EXTENDED_INODE, BLOCK - EXTENDED_INODE + 1, BLOCK - 1, BLOCK
            })
    void targetsOfAnyLengthRead(int length) throws IOException {
        SourceTree tree = new SourceTree().fifo("/before", Attributes.FILE).symlink("/link", "t".repeat(length));
        BuiltImageTest.assertReadsAsBuilt(v6().build(tree));
        BuiltImageTest.assertReadsAsBuilt(v6().shape(V6Shape.PLAIN_DATA).build(tree));
    }

    @Test
    void tailsMayEndWhereTheirBlockEnds() throws IOException {
        String target = "t".repeat(BLOCK / 2);
        SourceTree tree = new SourceTree().symlink("/a", target).symlink("/b", target);
        BuiltImage image = v6().shape(V6Shape.TAILS_AT_BLOCK_END).build(tree);
        BuiltImageTest.assertReadsAsBuilt(image);
        assertThat(BuiltReader.of(image).inode("/a").offset() % BLOCK)
                .isEqualTo(BLOCK - EXTENDED_INODE - target.length());
    }

    /** Tests directories of one entry whose size grows byte by byte over the edge of a block, in all layouts. */
    @Test
    void directoriesOfEverySizeAroundABlockRead() throws IOException {
        SourceTree tree = new SourceTree();
        for (int extra = 0; extra < 256; extra++) {
            String directory = "/d" + extra;
            tree.directory(directory);
            IntStream.range(0, 18)
                    .forEach(i -> tree.fifo(directory + "/" + (char) ('a' + i) + "x".repeat(200), Attributes.FILE));
            tree.fifo(directory + "/z" + "z".repeat(Math.min(extra, 254)), Attributes.FILE);
        }
        BuiltImageTest.assertReadsAsBuilt(v6().build(tree));
    }

    @Test
    void hugeDirectoriesAreFoundInByName() throws IOException {
        BuiltImage image = v6().build(SampleTrees.hugeDirectory(300));
        BuiltImageTest.assertReadsAsBuilt(image);
        BuiltReader reader = BuiltReader.of(image);
        assertThat(reader.inode("/huge").size()).isGreaterThan(300 * BLOCK);
        for (String name : reader.names("/huge")) {
            assertThat(reader.inode("/huge/" + name).type()).isEqualTo(FileType.FIFO);
        }
    }

    @Test
    void legacyEmptyTablesAreNoTables() throws IOException {
        BuiltImage image = v6().shape(V6Shape.LEGACY_EMPTY_TABLES).build(new SourceTree());
        BuiltImageTest.assertReadsAsBuilt(image);
        BuiltReader reader = BuiltReader.of(image);
        assertThat(reader.image().blobs()).isEmpty();
        assertThat(reader.image().prefetch().inodes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void chunkIndexesMayBeCompressed(Compression compression) throws IOException {
        BuiltImage plain = v6().metaCompression(compression).build(SampleTrees.everyKind());
        assertThat(BuiltReader.of(plain).image().blobs().get(0).meta().compressor())
                .hasToString(compression.name().toLowerCase(Locale.ROOT));
        assertReadsFromTailAndFile(v6().metaCompression(compression));
        assertReadsFromTailAndFile(v6().metaCompression(compression).shape(V6Shape.CHUNK_INFO_V2));
    }

    @ParameterizedTest
    @EnumSource
    void smallFilesMayBeStoredInBatches(Compression compression) throws IOException {
        V6ImageBuilder builder = v6().compression(compression).batchSize(4 * SampleTrees.CHUNK);
        SourceTree tree = SampleTrees.everyKind();
        for (int i = 1; i < 100; i++) {
            tree.file("/batched " + i, i % 3 == 0 ? SampleTrees.noise(i * 40) : SampleTrees.text(i * 40));
        }
        BuiltImage image = builder.build(tree);
        BuiltImageTest.assertReadsAsBuilt(image);
        BlobInfo blob = BuiltReader.of(image).image().blobs().get(0);
        assertThat(blob.has(BlobFeature.BATCH)).isTrue();
        assertThat(blob.meta().uncompressedSize()).isGreaterThan(24L * blob.chunkCount() + 40);
        image.listing().assertMatches(BuiltReader.withMetaFiles(image).listing());
    }

    private static void assertReadsFromTailAndFile(V6ImageBuilder builder) throws IOException {
        BuiltImage image = builder.build(SampleTrees.everyKind());
        BuiltImageTest.assertReadsAsBuilt(image);
        image.listing().assertMatches(BuiltReader.withMetaFiles(image).listing());
        BuiltImage apart = builder.shape(V6Shape.META_APART).build(SampleTrees.everyKind());
        apart.listing().assertMatches(BuiltReader.withMetaFiles(apart).listing());
        assertThatThrownBy(() -> BuiltReader.of(apart).content("/chunks")).isInstanceOf(EOFException.class);
    }

    private static V6ImageBuilder v6() {
        return ImageBuilder.v6().chunkSize(SampleTrees.CHUNK);
    }
}

package dev.nydusview.rafs.built;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.Compression;
import dev.nydusview.testdata.builder.Hash;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the common features of both versions. */
class BuiltImageTest {
    @ParameterizedTest
    @EnumSource
    void v5OfEveryCompressionReadsAsBuilt(Compression compression) throws IOException {
        assertReadsAsBuilt(ImageBuilder.v5()
                .chunkSize(SampleTrees.CHUNK)
                .compression(compression)
                .hash(Hash.BLAKE3)
                .build(SampleTrees.everyKind()));
    }

    @ParameterizedTest
    @EnumSource
    void v6OfEveryCompressionReadsAsBuilt(Compression compression) throws IOException {
        assertReadsAsBuilt(ImageBuilder.v6()
                .chunkSize(SampleTrees.CHUNK)
                .compression(compression)
                .hash(Hash.BLAKE3)
                .build(SampleTrees.everyKind()));
    }

    @ParameterizedTest
    @Tag("soak")
    @MethodSource("both")
    void chunksMayHaveSixteenMegabytes(ImageBuilder<?> builder) throws IOException {
        byte[] large = SampleTrees.noise((1 << 24) + 1000);
        BuiltImage image =
                builder.chunkSize(1 << 24).build(SampleTrees.everyKind().file("/large", large));
        BuiltReader reader = BuiltReader.of(image);
        assertThat(reader.content("/large")).isEqualTo(large);
        assertThat(reader.content("/zeros")).isEqualTo(new byte[3 * SampleTrees.CHUNK]);
    }

    static Stream<ImageBuilder<?>> both() {
        return Stream.of(ImageBuilder.v5(), ImageBuilder.v6());
    }

    @ParameterizedTest
    @MethodSource("both")
    void filesMayHaveTheirChunksInSeveralBlobs(ImageBuilder<?> builder) throws IOException {
        byte[] old = SampleTrees.noise(2 * SampleTrees.CHUNK);
        byte[] both = SampleTrees.noise(5 * SampleTrees.CHUNK);
        System.arraycopy(old, 0, both, SampleTrees.CHUNK, old.length);
        builder.chunkSize(SampleTrees.CHUNK);
        BuiltImage base = builder.build(new SourceTree().file("/old", old).file("/unused", SampleTrees.text(99)));
        BuiltImage image = builder.dictionary(base).build(new SourceTree().file("/both", both));
        assertReadsAsBuilt(image);
        BuiltReader reader = BuiltReader.of(image);
        assertThat(reader.image().blobs()).extracting(BlobInfo::chunkCount).containsExactly(3, 3);
        assertThat(reader.tree().chunks(reader.inode("/both"), 0, both.length))
                .extracting(chunk -> chunk.blobIndex())
                .containsExactly(1, 0, 0, 1, 1);
    }

    @ParameterizedTest
    @MethodSource("both")
    void imagesWithoutDataHaveNoBlobs(ImageBuilder<?> builder) throws IOException {
        BuiltImage image = builder.build(new SourceTree().directory("/a").file("/a/nothing", new byte[0]));
        assertReadsAsBuilt(image);
        assertThat(BuiltReader.of(image).image().blobs()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("both")
    void emptyTreesHaveARoot(ImageBuilder<?> builder) throws IOException {
        assertReadsAsBuilt(builder.build(new SourceTree()));
    }

    @ParameterizedTest
    @MethodSource("both")
    void prefetchTablesNameInodes(ImageBuilder<?> builder) throws IOException {
        BuiltImage image = builder.prefetch("/dir", "/linked too").build(SampleTrees.everyKind());
        BuiltReader reader = BuiltReader.of(image);
        assertReadsAsBuilt(image);
        assertThat(reader.image().prefetch().inodes())
                .containsExactly(
                        reader.inode("/dir").number(),
                        reader.inode("/dir/owned").number());
    }

    @Test
    void namesAreSortedAsUnsignedBytes() throws IOException {
        List<String> v5 =
                BuiltReader.of(ImageBuilder.v5().build(SampleTrees.everyKind())).names("/names");
        List<String> v6 =
                BuiltReader.of(ImageBuilder.v6().build(SampleTrees.everyKind())).names("/names");
        assertThat(v5).isSorted().hasSize(6).isEqualTo(v6);
        assertThat(v5.get(5)).isEqualTo("\u00fe\u00ff\u0080");
    }

    static void assertReadsAsBuilt(BuiltImage image) throws IOException {
        image.listing().assertMatches(BuiltReader.of(image).listing());
    }
}

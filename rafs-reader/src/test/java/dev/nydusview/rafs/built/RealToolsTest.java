package dev.nydusview.rafs.built;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.Compression;
import dev.nydusview.testdata.builder.Hash;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import dev.nydusview.testdata.builder.V5Shape;
import dev.nydusview.testdata.builder.V6Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the builder's images with other programs for the format, if these are installed. To EROFS, a v6 image is one
 * whose devices are the uncompressed address spaces of its blobs.
 */
class RealToolsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(
            value = V6Shape.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"FS_VERSION_7", "EXTERNAL_BLOBS", "AES_256_XTS", "LEGACY_EMPTY_TABLES", "META_APART"})
    void erofsFindsNoFault(V6Shape shape) throws Exception {
        SourceTree tree = SampleTrees.everyKind().directory("/d");
        for (int i = 0; i < 1000; i++) {
            tree.fifo("/d/" + "n".repeat(i % 250) + i, Attributes.FILE);
        }
        assertErofsAgrees(
                ImageBuilder.v6().chunkSize(SampleTrees.CHUNK).shape(shape).build(tree));
    }

    @Test
    void erofsFindsNoFaultInFilesOfSeveralBlobs() throws Exception {
        byte[] old = SampleTrees.noise(2 * SampleTrees.CHUNK);
        byte[] both = SampleTrees.noise(5 * SampleTrees.CHUNK);
        System.arraycopy(old, 0, both, SampleTrees.CHUNK, old.length);
        BuiltImage base = ImageBuilder.v6().chunkSize(SampleTrees.CHUNK).build(new SourceTree().file("/old", old));
        assertErofsAgrees(ImageBuilder.v6()
                .chunkSize(SampleTrees.CHUNK)
                .dictionary(base)
                .build(new SourceTree().file("/both", both)));
    }

    @Test
    void erofsFindsNoFaultInLegacyEmptyTables() throws Exception {
        assertErofsAgrees(ImageBuilder.v6().shape(V6Shape.LEGACY_EMPTY_TABLES).build(new SourceTree()));
    }

    private void assertErofsAgrees(BuiltImage image) throws Exception {
        assertThat(fsck(image, "--extract")).contains("No errors found");
    }

    @ParameterizedTest
    @ValueSource(ints = {1 << 12, 1 << 14, 1 << 20})
    void erofsExtractsTheBytesThatWereBuilt(int chunkSize) throws Exception {
        Map<String, byte[]> files = Map.of(
                "a", SampleTrees.text(1),
                "b", SampleTrees.text(4096),
                "c", SampleTrees.noise(50_000),
                "d", SampleTrees.text(2_000_000),
                "e", new byte[100_000]);
        SourceTree tree = new SourceTree();
        files.forEach((name, content) -> tree.file("/" + name, content));
        Path extracted = directory.resolve("extracted");
        fsck(ImageBuilder.v6().chunkSize(chunkSize).build(tree), "--extract=" + extracted);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertThat(extracted.resolve(file.getKey())).hasBinaryContent(file.getValue());
        }
    }

    /** Runs fsck so that it reads every byte. */
    private String fsck(BuiltImage image, String option) throws Exception {
        List<String> command = new ArrayList<>(List.of("fsck.erofs", "-d3", option));
        for (ByteBuffer device : image.devices()) {
            command.add("--device=" + write("device-" + command.size(), device));
        }
        command.add(write("image.boot", ByteBuffer.wrap(image.bootstrap())));
        return RealTool.run(command).strip();
    }

    /** Builders of all that version 2.2 supports: neither batches nor, when it unpacks, holes. */
    static Stream<ImageBuilder<?>> builders() {
        return Stream.of(
                ImageBuilder.v5().compression(Compression.LZ4_BLOCK),
                ImageBuilder.v5().compression(Compression.GZIP).hash(Hash.BLAKE3),
                ImageBuilder.v5().shape(V5Shape.HARDLINK_FLAG),
                ImageBuilder.v5().shape(V5Shape.NO_EXTENDED_BLOB_TABLE),
                ImageBuilder.v6().compression(Compression.LZ4_BLOCK),
                ImageBuilder.v6().compression(Compression.GZIP).hash(Hash.BLAKE3),
                ImageBuilder.v6().shape(V6Shape.CHUNK_INFO_V2),
                ImageBuilder.v6().metaCompression(Compression.ZSTD),
                ImageBuilder.v6().shape(V6Shape.COMPACT_INODES),
                ImageBuilder.v6().shape(V6Shape.PLAIN_DATA),
                ImageBuilder.v6().shape(V6Shape.TAILS_AT_BLOCK_END));
    }

    @ParameterizedTest
    @MethodSource("builders")
    void nydusImageFindsNoFault(ImageBuilder<?> builder) throws Exception {
        assertNydusImageAgrees(builder.chunkSize(SampleTrees.CHUNK).build(SampleTrees.withoutAcls()));
    }

    @ParameterizedTest
    @MethodSource("builders")
    void nydusImageUnpacksTheBytesThatWereBuilt(ImageBuilder<?> builder) throws Exception {
        byte[] text = SampleTrees.text(50_000);
        BuiltImage image = builder.chunkSize(SampleTrees.CHUNK).build(new SourceTree().file("/text", text));
        String bootstrap = write("image.boot", ByteBuffer.wrap(image.bootstrap()));
        String blob = write("blob", image.blobs().values().iterator().next());
        String tar = directory.resolve("image.tar").toString();
        RealTool.run(List.of("nydus-image", "unpack", "--bootstrap", bootstrap, "--blob", blob, "--output", tar));
        assertThat(RealTool.run(List.of("tar", "--extract", "--to-stdout", "--file=" + tar, "text")))
                .isEqualTo(new String(text, StandardCharsets.US_ASCII));
    }

    static Stream<BuiltImage> bareImages() {
        SourceTree tree = new SourceTree().file("/zeros", new byte[SampleTrees.CHUNK]);
        return Stream.of(
                ImageBuilder.v5().shape(V5Shape.HOLES).build(tree),
                ImageBuilder.v5().build(new SourceTree()),
                ImageBuilder.v6().build(new SourceTree()),
                ImageBuilder.v6().shape(V6Shape.LEGACY_EMPTY_TABLES).build(new SourceTree()));
    }

    @ParameterizedTest
    @MethodSource("bareImages")
    void nydusImageFindsNoFaultInImagesWithoutData(BuiltImage image) throws Exception {
        assertNydusImageAgrees(image);
    }

    private void assertNydusImageAgrees(BuiltImage image) throws Exception {
        String bootstrap = write("image.boot", ByteBuffer.wrap(image.bootstrap()));
        assertThat(RealTool.run(List.of("nydus-image", "check", "--bootstrap", bootstrap)))
                .contains("metadata is valid");
    }

    private String write(String name, ByteBuffer bytes) throws IOException {
        Path file = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            Channels.newChannel(out).write(bytes);
        }
        return file.toString();
    }
}

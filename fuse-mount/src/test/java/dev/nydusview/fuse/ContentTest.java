package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import dev.nydusview.testdata.builder.V5Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes of files by every way in which programs read them. */
@Tag("mount")
class ContentTest {
    private static final int PAGE = 4096;
    private static final int CHUNK = BuiltTree.CHUNK;
    private static final long SPARSE = 5L << 30;

    @TempDir
    Path directory;

    @BeforeEach
    void needsFuse() {
        TestMounts.assumeFuse();
    }

    private static List<Integer> sizes() {
        return List.of(
                0, 1, 511, 513, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE + 7, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK + 4095);
    }

    private static BuiltTree odd(String version) throws IOException {
        SourceTree tree = new SourceTree();
        sizes().forEach(size -> tree.file("/f" + size, BuiltTree.content(size, size)));
        return BuiltTree.of(version.equals("v5") ? ImageBuilder.v5() : ImageBuilder.v6(), tree);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5", "v6"})
    void directReadsEndWhereTheFileDoes(String version) throws Exception {
        try (ImageMount mount = TestMounts.start(odd(version), directory)) {
            for (int size : sizes()) {
                byte[] content = BuiltTree.content(size, size);
                try (NativeCalls file = NativeCalls.direct(directory.resolve("f" + size))) {
                    assertThat(file.read(0, 1 << 21)).isEqualTo(content);
                    assertThat(file.read(size, PAGE)).isEmpty();
                    assertThat(file.read(size + 10L * PAGE, PAGE)).isEmpty();
                    for (int from = 0; from < size; from += CHUNK / 2 - 512) {
                        assertThat(file.read(from, CHUNK))
                                .isEqualTo(Arrays.copyOfRange(content, from, Math.min(from + CHUNK, size)));
                    }
                }
            }
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5", "v6"})
    void readsAcrossTheEndAreShort(String version) throws Exception {
        try (ImageMount mount = TestMounts.start(odd(version), directory)) {
            for (int size : sizes()) {
                byte[] content = BuiltTree.content(size, size);
                Path file = directory.resolve("f" + size);
                assertThat(file).hasBinaryContent(content);
                assertThat(Files.size(file)).isEqualTo(size);
                try (FileChannel channel = FileChannel.open(file)) {
                    ByteBuffer bytes = ByteBuffer.allocate(PAGE);
                    int from = Math.max(size - 100, 0);
                    assertThat(channel.read(bytes, from)).isEqualTo(size == 0 ? -1 : size - from);
                    assertThat(channel.read(ByteBuffer.allocate(1), size)).isEqualTo(-1);
                }
            }
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    /** Mappings are read from the last byte down, here and there, and then as a whole. */
    @ParameterizedTest
    @ValueSource(strings = {"v5", "v6"})
    void mappingsShowTheFile(String version) throws Exception {
        try (ImageMount mount = TestMounts.start(odd(version), directory)) {
            for (int size : sizes()) {
                if (size > 0) {
                    byte[] content = BuiltTree.content(size, size);
                    Path file = directory.resolve("f" + size);
                    assertThat(MappedReader.sparseHash(file)).isEqualTo(MappedReader.sparseHash(content));
                    assertThat(MappedReader.hash(file)).isEqualTo(Arrays.hashCode(content));
                }
            }
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    /** The kernel and the loader map programs and libraries privately. */
    @Test
    void programsOfTheMountRun() throws Exception {
        byte[] program = Files.readAllBytes(Path.of("/bin/sh").toRealPath());
        BuiltTree built = BuiltTree.of(new SourceTree().file("/sh", program, Attributes.FILE.permissions(0755)));
        try (ImageMount mount = TestMounts.start(built, directory)) {
            assertThat(Programs.run(directory + "/sh", "-c", "echo $((6 * 7))")).isEqualTo("42\n");
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    /** Offsets beyond 32 bits, between holes (v5), or between chunks of zeros that are one (v6). */
    @ParameterizedTest
    @ValueSource(strings = {"v5", "v5 without holes", "v6"})
    void sparseFilesOfFiveGibibytes(String version) throws Exception {
        byte[] middle = BuiltTree.content(1, 3 * CHUNK);
        byte[] last = BuiltTree.content(2, 100);
        long middleAt = (4L << 30) - 2 * CHUNK + 123;
        SourceTree tree = new SourceTree()
                .sparseFile("/sparse", SPARSE + 17, Map.of(0L, last, middleAt, middle, SPARSE + 17 - 100, last))
                .sparseFile("/empty", SPARSE, Map.of())
                .file("/after", BuiltTree.text("after"));
        BuiltTree built = BuiltTree.of(
                switch (version) {
                    case "v5" -> ImageBuilder.v5().shape(V5Shape.HOLES);
                    case "v6" -> ImageBuilder.v6();
                    default -> ImageBuilder.v5();
                },
                tree);
        try (ImageMount mount = TestMounts.start(built, directory)) {
            Path file = directory.resolve("sparse");
            assertThat(Files.size(file)).isEqualTo(SPARSE + 17);
            assertThat(Files.size(directory.resolve("empty"))).isEqualTo(SPARSE);
            try (FileChannel sparse = FileChannel.open(file);
                    FileChannel empty = FileChannel.open(directory.resolve("empty"))) {
                assertThat(read(sparse, 0, 200)).startsWith(last).endsWith(new byte[100]);
                assertThat(read(sparse, middleAt - 50, 3 * CHUNK + 100))
                        .isEqualTo(ByteBuffer.allocate(3 * CHUNK + 100)
                                .put(50, middle)
                                .array());
                assertThat(read(sparse, SPARSE - 200, 1000))
                        .isEqualTo(ByteBuffer.allocate(217).put(117, last).array());
                Random random = new Random(3);
                for (int i = 0; i < 50; i++) {
                    long at = random.nextLong(SPARSE - CHUNK);
                    assertThat(read(empty, at, 1000)).containsOnly(0);
                }
                assertThat(read(empty, SPARSE - 5, 1000)).isEqualTo(new byte[5]);
            }
            assertThat(directory.resolve("after")).hasContent("after");
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    /** All five gibibytes by one program, which sees that nothing but zeros is there. */
    @Test
    @Tag("soak")
    void sparseFilesAreReadToTheirEnd() throws Exception {
        BuiltTree built = BuiltTree.of(
                ImageBuilder.v5().shape(V5Shape.HOLES), new SourceTree().sparseFile("/empty", SPARSE, Map.of()));
        try (ImageMount mount = TestMounts.start(built, directory)) {
            String compared = Programs.run(
                    "cmp",
                    "-n",
                    String.valueOf(SPARSE),
                    directory.resolve("empty").toString(),
                    "/dev/zero");
            assertThat(compared).isEmpty();
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    private static byte[] read(FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {}
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}

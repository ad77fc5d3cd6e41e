package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of any bytes and of the greatest length, and paths that are too long for one call. */
@Tag("mount")
class NamesTest {
    private static final int MAX_NAME = 255;
    /** The longest target that the kernel accepts of a file system. */
    private static final int MAX_TARGET = 4095;

    private static final int DEEP_NAME = 200;
    private static final int DEPTH = 62;

    @TempDir
    Path directory;

    @BeforeEach
    void needsFuse() {
        TestMounts.assumeFuse();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void theLongestNamesAreListedAndOpened() throws Exception {
        String name = "n".repeat(MAX_NAME);
        BuiltTree built = BuiltTree.of(new SourceTree()
                .directory("/" + name)
                .file("/" + name + "/" + name, BuiltTree.text("long"))
                .symlink("/" + name + "/l" + name.substring(1), name));
        try (ImageMount mount = TestMounts.start(built, directory)) {
            Path inside = directory.resolve(name);
            assertThat(inside.resolve(name)).hasContent("long");
            assertThat(inside.resolve("l" + name.substring(1))).hasContent("long");
            try (NativeCalls listing = NativeCalls.directory(inside)) {
                assertThat(listing.allEntries(320))
                        .extracting(NativeCalls.Entry::name)
                        .containsExactlyInAnyOrder(".", "..", name, "l" + name.substring(1));
            }
            assertThat(Files.exists(inside.resolve(name + "n"))).isFalse(); // ENAMETOOLONG, by the kernel
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    @Test
    void namesOfAnyBytesAreListedAndOpened() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 1; i < 256; i++) {
            if (i != '/' && i != '.') {
                names.add(String.valueOf((char) i));
            }
        }
        names.add("\u00c3(\u00ff\u00fe".repeat(MAX_NAME / 4));
        names.add("...");
        names.add("new\nline");
        SourceTree tree = new SourceTree();
        names.forEach(name -> tree.file("/" + name, latin1("of " + name)));
        try (ImageMount mount = TestMounts.start(BuiltTree.of(tree), directory);
                NativeCalls root = NativeCalls.directory(directory)) {
            List<String> all = new ArrayList<>(names);
            all.addAll(List.of(".", ".."));
            assertThat(root.allEntries(1 << 10))
                    .extracting(NativeCalls.Entry::name)
                    .containsExactlyInAnyOrderElementsOf(all);
            for (String name : names) {
                try (NativeCalls file = root.at(latin1(name))) {
                    assertThat(file.read(0, 1 << 12)).isEqualTo(latin1("of " + name));
                }
            }
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    @Test
    void targetsOfTheGreatestLengthAreWhole() throws Exception {
        SourceTree tree = new SourceTree();
        for (int length : List.of(1, 59, 60, 4000, MAX_TARGET - 1, MAX_TARGET)) {
            tree.symlink("/" + length, "\u00fft".repeat(MAX_TARGET).substring(0, length));
        }
        try (ImageMount mount = TestMounts.start(BuiltTree.of(tree), directory);
                NativeCalls root = NativeCalls.directory(directory)) {
            for (int length : List.of(MAX_TARGET, 1, 59, 60, 4000, MAX_TARGET - 1)) {
                byte[] target = latin1("\u00fft".repeat(MAX_TARGET).substring(0, length));
                assertThat(root.target(latin1(String.valueOf(length)))).isEqualTo(target);
                assertThat(root.target(latin1(String.valueOf(length)))).isEqualTo(target); // of the kernel's memory
            }
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    /** A path of 12,462 bytes, by one directory after the other: openat(2) here, chdir(2) by find(1). */
    @Test
    void filesBeyondThePathLimitAreReachedByRelativeSteps() throws Exception {
        SourceTree tree = new SourceTree();
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < DEPTH; i++) {
            path.append('/').append("d".repeat(DEEP_NAME - 2)).append(10 + i);
            tree.directory(path.toString());
        }
        tree.file(path + "/deep", BuiltTree.content(7, 100_000));
        try (ImageMount mount = TestMounts.start(BuiltTree.of(tree), directory)) {
            assertThat(path.length()).isGreaterThan(12_000);
            assertThat(deep()).isEqualTo(BuiltTree.content(7, 100_000));
            assertThat(Programs.run("find", directory.toString(), "-name", "deep", "-printf", "%d %s")
                            .strip())
                    .isEqualTo(DEPTH + 1 + " 100000");
            assertThat(Programs.run("find", directory.toString(), "-name", "deep", "-execdir", "wc", "-c", "{}", ";"))
                    .startsWith("100000 ");
            assertThat(mount.ledger().opens()).isNotEmpty().allSatisfy(open -> assertThat(open.path())
                    .isEqualTo(path + "/deep"));
        }
    }

    private byte[] deep() throws IOException {
        try (DirectoryStream<Path> root = Files.newDirectoryStream(directory)) {
            return deep((SecureDirectoryStream<Path>) root, 0);
        }
    }

    private static byte[] deep(SecureDirectoryStream<Path> at, int depth) throws IOException {
        if (depth < DEPTH) {
            Path name = Path.of("d".repeat(DEEP_NAME - 2) + (10 + depth));
            try (SecureDirectoryStream<Path> next = at.newDirectoryStream(name)) {
                return deep(next, depth + 1);
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(200_000);
        try (SeekableByteChannel file = at.newByteChannel(Path.of("deep"), Set.of(StandardOpenOption.READ))) {
            while (file.read(bytes) > 0) {}
        }
        byte[] read = new byte[bytes.position()];
        bytes.get(0, read);
        return read;
    }
}

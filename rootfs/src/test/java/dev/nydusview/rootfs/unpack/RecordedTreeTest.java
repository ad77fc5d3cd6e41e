package dev.nydusview.rootfs.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rootfs.record.TreeState;
import dev.nydusview.testdata.TarLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Unpacked trees, changed in some way, compared with their records. */
class RecordedTreeTest extends UnpackingTest {
    private UnpackedTree tree;
    private Path root;

    @BeforeEach
    void unpackAnew() throws IOException {
        tree = unpack(layers().layer(new TarLayer()
                .pax()
                .file("bin/sh", "good")
                .file("etc/a b%", "x")
                .symlink("link", "bin/sh")
                .device("dev/null")
                .file("capable", 0755, Map.of("SCHILY.xattr.user.k", "v"))));
        root = tree.root();
    }

    private void assertSame() throws IOException {
        assertThat(tree.record().compare(root).difference()).isNull();
    }

    private String difference() throws IOException {
        TreeState state = tree.record().compare(root);
        assertThat(state.difference()).isNotNull();
        return state.difference();
    }

    /** Asserts the difference, and continues with an unchanged tree. */
    private void assertDifferent(String difference) throws IOException {
        assertThat(difference()).isEqualTo(difference);
        unpackAnew();
        assertSame();
    }

    private static void touch(Path file) throws IOException {
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(file, before);
    }

    @Test
    void readingChangesNothing() throws IOException {
        Files.readAllBytes(root.resolve("bin/sh"));
        assertSame();
    }

    @Test
    void otherContentOfTheSameSizeAndTimeIsFound() throws IOException {
        Path file = root.resolve("bin/sh");
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "evil");
        Files.setLastModifiedTime(file, time);
        assertDifferent("/bin/sh was changed");
    }

    @Test
    void sameContentIsEnoughForAFileThatWasTouched() throws IOException {
        touch(root.resolve("bin/sh"));
        assertSame();
    }

    @Test
    void fileWithAttributesThatWasTouchedIsNotBelieved() throws IOException {
        touch(root.resolve("capable"));
        assertDifferent("/capable was changed");
    }

    @Test
    void otherModesAndTimesAreFound() throws IOException {
        Files.setPosixFilePermissions(root.resolve("bin/sh"), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertDifferent("/bin/sh was changed");
        Files.setLastModifiedTime(root.resolve("etc/a b%"), FileTime.fromMillis(1));
        assertDifferent("/etc/a b% was changed");
        Files.setPosixFilePermissions(root.resolve("etc"), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertDifferent("/etc was changed");
    }

    @Test
    void otherLinksAreFound() throws IOException {
        Files.delete(root.resolve("link"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("bin/ls"));
        assertDifferent("/link was changed");
    }

    @Test
    void missingFilesAndFurtherOnesAreFound() throws IOException {
        Files.delete(root.resolve("etc/a b%"));
        assertThat(difference()).startsWith("/etc");
        unpackAnew();
        Files.writeString(root.resolve("etc/more"), "x");
        assertThat(difference()).startsWith("/etc");
        unpackAnew();
        Files.createDirectory(root.resolve("bin/new"));
        assertThat(difference()).startsWith("/bin");
        unpackAnew();
        Files.delete(root.resolve("bin/sh"));
        Files.createDirectory(root.resolve("bin/sh"));
        assertThat(difference()).startsWith("/bin");
    }

    @Test
    void recordThatIsMissingCutShortOrOfAnotherImageIsNotBelieved() throws IOException {
        Files.delete(record());
        assertDifferent("its record is missing or damaged");
        List<String> lines = new ArrayList<>(Files.readAllLines(record()));
        Files.write(record(), lines.subList(0, lines.size() - 1));
        assertDifferent("its record does not end with its last file");
        Files.write(record(), lines.subList(0, 3));
        assertThat(difference()).endsWith("is not in its record");
        unpackAnew();
        lines = new ArrayList<>(Files.readAllLines(record()));
        lines.set(0, lines.get(0).replaceFirst("sha256:.*", "sha256:" + "1".repeat(64)));
        Files.write(record(), lines);
        assertDifferent("its record belongs to another image");
        Files.write(record(), new byte[] {(byte) 0xff, 0, 1});
        assertDifferent("its record is missing or damaged");
        Files.delete(record());
        Files.createDirectory(record());
        assertDifferent("its record is missing or damaged");
        Files.move(root, root.resolveSibling("away"));
        assertDifferent("a file is missing");
    }

    private Path record() {
        return root.resolveSibling("record");
    }
}

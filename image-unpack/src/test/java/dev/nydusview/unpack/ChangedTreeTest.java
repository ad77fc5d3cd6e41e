package dev.nydusview.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.registry.OciImage;
import dev.nydusview.testdata.TarLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Unpacked images are compared with their record before they are used again. */
class ChangedTreeTest extends UnpackingTest {
    private Layout layout;
    private Path root;

    @BeforeEach
    void unpackOnce() throws IOException {
        layout = layout().layer(new TarLayer()
                .pax()
                .file("bin/sh", "good")
                .file("etc/a b%", "x")
                .symlink("link", "bin/sh")
                .device("dev/null")
                .file("capable", 0755, Map.of("SCHILY.xattr.user.k", "v")));
        try (UnpackedImage image = unpack(layout)) {
            assertThat(image.isFresh()).isTrue();
            root = image.root();
        }
    }

    private void assertUnpackedAnew(String why) throws IOException {
        try (UnpackedImage image = unpack(layout)) {
            assertThat(image.isFresh()).isTrue();
            assertThat(image.changed()).contains(why);
            assertThat(image.root()).isEqualTo(root);
            assertThat(root.resolve("bin/sh")).hasContent("good");
            assertThat(names(root)).containsExactly("bin", "capable", "dev", "etc", "link");
        }
        assertUsedAsItIs();
    }

    private void assertUsedAsItIs() throws IOException {
        try (UnpackedImage image = unpack(layout)) {
            assertThat(image.isFresh()).isFalse();
            assertThat(image.changed()).isEmpty();
        }
    }

    @Test
    void whatNobodyHasChangedIsUsedAsItIs() throws IOException {
        Files.readAllBytes(root.resolve("bin/sh"));
        assertUsedAsItIs();
    }

    @Test
    void changedImageIsTakenAwayWhenNobodyElseUsesItAnyMore() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (OciImage image = image(layout)) {
            UnpackedImage using = new UnpackedImages(cache(), LIMITS).open(image);
            Files.writeString(root.resolve("bin/sh"), "evil");
            Future<UnpackedImage> other = thread.submit(() -> new UnpackedImages(cache(), LIMITS).open(image));
            assertThatThrownBy(() -> other.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(root.resolve("bin/sh")).hasContent("evil");
            using.close();
            try (UnpackedImage again = other.get()) {
                assertThat(again.isFresh()).isTrue();
                assertThat(again.changed()).contains("/bin/sh was changed");
                assertThat(root.resolve("bin/sh")).hasContent("good");
            }
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void otherContentOfTheSameSizeAndTimeIsFound() throws IOException {
        Path file = root.resolve("bin/sh");
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "evil");
        Files.setLastModifiedTime(file, time);
        assertUnpackedAnew("/bin/sh was changed");
    }

    @Test
    void sameContentIsEnoughForAFileThatWasTouched() throws IOException {
        Path file = root.resolve("bin/sh");
        var before = Files.getPosixFilePermissions(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(file, before);
        assertUsedAsItIs();
    }

    @Test
    void fileWithAttributesThatWasTouchedIsNotBelieved() throws IOException {
        Path file = root.resolve("capable");
        var before = Files.getPosixFilePermissions(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(file, before);
        assertUnpackedAnew("/capable was changed");
    }

    @Test
    void otherModesAndTimesAreFound() throws IOException {
        Files.setPosixFilePermissions(root.resolve("bin/sh"), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertUnpackedAnew("/bin/sh was changed");
        Files.setLastModifiedTime(root.resolve("etc/a b%"), FileTime.fromMillis(1));
        assertUnpackedAnew("/etc/a b% was changed");
        Files.setPosixFilePermissions(root.resolve("etc"), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertUnpackedAnew("/etc was changed");
    }

    @Test
    void otherLinksAreFound() throws IOException {
        Files.delete(root.resolve("link"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("bin/ls"));
        assertUnpackedAnew("/link was changed");
    }

    @Test
    void whatIsMissingOrTooMuchIsFound() throws IOException {
        Files.delete(root.resolve("etc/a b%"));
        assertThat(reason()).startsWith("/etc");
        Files.writeString(root.resolve("etc/more"), "x");
        assertThat(reason()).startsWith("/etc");
        Files.createDirectory(root.resolve("bin/new"));
        assertThat(reason()).startsWith("/bin");
        Files.delete(root.resolve("bin/sh"));
        Files.createDirectory(root.resolve("bin/sh"));
        assertThat(reason()).startsWith("/bin");
    }

    private String reason() throws IOException {
        try (UnpackedImage image = unpack(layout)) {
            return image.changed().orElse("");
        }
    }

    @Test
    void recordThatIsMissingCutShortOrOfAnotherImageIsNotBelieved() throws IOException {
        Path record = root.resolveSibling("record");
        Files.delete(record);
        assertUnpackedAnew("its record is missing or damaged");
        List<String> lines = new ArrayList<>(Files.readAllLines(record));
        Files.write(record, lines.subList(0, lines.size() - 1));
        assertUnpackedAnew("its record does not end with it");
        Files.write(record, lines.subList(0, 3));
        assertThat(reason()).endsWith("is not in its record");
        lines = new ArrayList<>(Files.readAllLines(record));
        lines.set(0, lines.get(0).replaceFirst("sha256:.*", "sha256:" + "0".repeat(64)));
        Files.write(record, lines);
        assertUnpackedAnew("its record is of something else");
        Files.write(record, new byte[] {(byte) 0xff, 0, 1});
        assertUnpackedAnew("its record is missing or damaged");
        Files.delete(record);
        Files.createDirectory(record);
        assertUnpackedAnew("its record is missing or damaged");
        Files.move(root, root.resolveSibling("away"));
        assertUnpackedAnew("something in it is missing");
    }
}

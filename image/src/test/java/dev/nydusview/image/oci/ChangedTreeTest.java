package dev.nydusview.image.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.testdata.TarLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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
    void changedImageIsThrownAwayAndUnpackedAnew() throws IOException {
        Files.writeString(root.resolve("bin/sh"), "evil");
        assertUnpackedAnew("/bin/sh was changed");
        Files.delete(root.resolveSibling("record"));
        assertUnpackedAnew("its record is missing or damaged");
        Files.move(root, root.resolveSibling("away"));
        assertUnpackedAnew("a file is missing");
    }

    @Test
    @Tag("soak")
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
}

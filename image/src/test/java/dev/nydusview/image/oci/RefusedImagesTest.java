package dev.nydusview.image.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rootfs.ImageLimitException;
import dev.nydusview.testdata.TarLayer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests images that cannot be unpacked, for each kind of reason: none of their files is left. */
class RefusedImagesTest extends UnpackingTest {

    private void assertRefused(Layout layout, Class<? extends IOException> type, String message) throws IOException {
        assertThatThrownBy(() -> unpack(layout)).isInstanceOf(type).hasMessageContaining(message);
        assertThat(kept()).containsExactly("lock");
    }

    @Test
    void pathThroughAFileIsRefused() throws IOException {
        assertRefused(
                layout().layer(new TarLayer().file("f", "").file("f/below", "")),
                CorruptDataException.class,
                ", at f/below: the path /f leads through f, which is not a directory");
    }

    @Test
    void imageThatUnpacksToTooMuchIsRefused() throws IOException {
        byte[] zeros = new TarLayer().file("zeros", "\0".repeat(2 << 20)).bytes();
        assertRefused(
                layout().layer(zeros, TarLayer.gzip(zeros), Layout.OCI_LAYER),
                ImageLimitException.class,
                "the image has more than 1048576 bytes; allow more with --limit");
    }

    @Test
    void imageOfTooManyFilesIsRefused() throws IOException {
        TarLayer layer = new TarLayer();
        for (int i = 0; i < 11; i++) {
            layer.file("f" + i, "");
        }
        Layout layout = layout().layer(layer);
        assertThatThrownBy(() -> unpack(layout, limits(1 << 20, 10)))
                .isInstanceOf(ImageLimitException.class)
                .hasMessage("the image has more than 10 files; allow more with --limit");
        assertThat(kept()).containsExactly("lock");
    }

    @Test
    @Tag("soak")
    void interruptEndsTheUnpackingAndLeavesNothing() throws Exception {
        TarLayer layer = new TarLayer();
        for (int i = 0; i < 60_000; i++) {
            layer.file("f" + i, "");
        }
        Layout layout = layout().layer(layer);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                unpack(layout, limits(1 << 30, 1 << 20)).close();
                failure.complete(new AssertionError("it was unpacked"));
            } catch (Exception e) {
                failure.complete(e);
            }
        });
        thread.start();
        while (!Files.isDirectory(cache().resolve("images")) || kept().stream().noneMatch(this::hasFirstFile)) {
            assertThat(failure).isNotDone();
            Thread.sleep(1);
        }
        thread.interrupt();
        assertThat(failure.get()).isInstanceOf(InterruptedIOException.class);
        thread.join();
        assertThat(kept()).containsExactly("lock");
    }

    private boolean hasFirstFile(String image) {
        return Files.exists(cache().resolve("images").resolve(image).resolve("root/f0"));
    }

    @Test
    void layerLargerThanAllowedIsNotEvenFetched() throws IOException {
        byte[] tar = new TarLayer().file("f", "x".repeat(2 << 20)).bytes();
        Layout layout = layout().layer(tar);
        try (OciImage image = image(layout)) {
            long before = image.bytesFetched();
            assertThatThrownBy(() -> new UnpackedImages(cache(), LIMITS).open(image))
                    .isInstanceOf(ImageLimitException.class)
                    .hasMessageEndingWith("bytes, more than the 1048576 that are allowed; allow more with --limit");
            assertThat(image.bytesFetched()).isEqualTo(before);
        }
    }

    @Test
    void storedBytesThatAreOthersAreRefused() throws IOException {
        byte[] tar = new TarLayer().file("f", "x").bytes();
        Layout layout = layout().layer(tar);
        try (OciImage image = image(layout)) {
            tar[0] = 'g';
            Files.write(layout.blob(image.layers().get(0).digest().toString()), tar);
            assertThatThrownBy(() -> new UnpackedImages(cache(), LIMITS).open(image))
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageStartingWith(
                            "corrupt layer: " + image.layers().get(0).digest() + " has the digest ");
        }
        assertThat(kept()).containsExactly("lock");
    }

    @Test
    void layerThatUnpacksToAnotherThanTheConfigurationSaysIsRefused() throws IOException {
        byte[] tar = new TarLayer().file("f", "x").bytes();
        byte[] other = new TarLayer().file("f", "y").bytes();
        assertRefused(
                layout().layer(other, TarLayer.gzip(tar), Layout.OCI_LAYER),
                CorruptDataException.class,
                ", but the configuration of the image says sha256:");
    }

    @Test
    void brokenCompressionIsRefused() throws IOException {
        byte[] tar = new TarLayer().file("f", "x".repeat(5000)).bytes();
        byte[] gzip = TarLayer.gzip(tar);
        gzip[gzip.length / 2] ^= 0x55;
        byte[] zstd = Arrays.copyOf(TarLayer.zstd(tar), 60);
        assertRefused(
                layout().layer(tar, gzip, Layout.OCI_LAYER),
                CorruptDataException.class,
                "corrupt OCI image: the layer ");
        assertRefused(
                layout().layer(tar, zstd, Layout.OCI_LAYER),
                CorruptDataException.class,
                "corrupt OCI image: the layer ");
    }

    @Test
    void layersThatAreNoFilesOrNotThereAreUnsupported() throws IOException {
        byte[] tar = new TarLayer().file("f", "").bytes();
        for (String type : new String[] {
            "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
            "application/vnd.oci.image.layer.nondistributable.v1.tar",
            "application/vnd.oci.image.layer.v1.tar+encrypted",
            "application/vnd.in-toto+json"
        }) {
            Layout layout = layout().layer(tar, tar, type);
            assertThatThrownBy(() -> unpack(layout))
                    .isInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageContaining(type);
        }
    }

    @Test
    void pathTooLongForTheSystemIsUnsupportedAlsoWhenLinksMakeItSo() throws IOException {
        String deep = ("d".repeat(200) + "/").repeat(15);
        assertRefused(
                layout().layer(new TarLayer().file(deep.repeat(2) + "f", "")),
                UnsupportedFeatureException.class,
                "choose a shorter --cache-dir");
        assertRefused(
                layout().layer(new TarLayer().directory(deep).symlink("l", deep).file("l/" + deep + "f", "")),
                UnsupportedFeatureException.class,
                "choose a shorter --cache-dir");
    }
}

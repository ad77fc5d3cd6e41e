package dev.nydusview.rootfs.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rootfs.ImageLimitException;
import dev.nydusview.testdata.TarLayer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests layers that lie or try to lead out of the directory: nothing outside is touched. */
class HostileLayersTest extends UnpackingTest {

    @ParameterizedTest
    @ValueSource(strings = {"../escape", "a/../../escape", "/../escape", ".."})
    void pathThatLeadsUpwardsIsRefused(String name) throws IOException {
        assertRefused(layers().layer(new TarLayer().file(name, "x")), CorruptDataException.class, "leads upwards");
    }

    @Test
    void absolutePathAndLinksOutsideStayWithin() throws IOException {
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        Layers layers = layers().layer(new TarLayer()
                        .file("/absolute", "1")
                        .symlink("out", outside.toString())
                        .symlink("up", "../../../../../../.."))
                .layer(new TarLayer().file("out/file", "2").file("up/file", "3").file("out/.wh.file2", ""));
        Files.writeString(outside.resolve("file2"), "mine");
        UnpackedTree image = unpack(layers);
        assertThat(image.root().resolve("absolute")).hasContent("1");
        assertThat(image.root().resolve("file")).hasContent("3");
        assertThat(Path.of(image.root() + outside.resolve("file").toString())).hasContent("2");
        assertThat(names(outside)).containsExactly("file2");
    }

    @Test
    void linkToItselfIsRefused() throws IOException {
        Layers layers = layers().layer(new TarLayer().symlink("loop", "loop").file("loop/file", "x"));
        assertRefused(
                layers,
                CorruptDataException.class,
                ", at loop/file: the path /loop leads through more than 40 symbolic links");
    }

    @Test
    void pathThroughAFileIsRefused() throws IOException {
        assertRefused(
                layers().layer(new TarLayer().file("f", "").file("f/below", "")),
                CorruptDataException.class,
                ", at f/below: the path /f leads through f, which is not a directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "dir", "missing/file", "/", "dir/.."})
    void hardLinkToNoFileOfTheImageIsRefused(String target) throws IOException {
        Layers layers = layers().layer(new TarLayer().directory("dir/").hardLink("link", target));
        assertRefused(layers, CorruptDataException.class, ", at link: ");
    }

    @Test
    void hardLinkDoesNotReachOutside() throws IOException {
        Files.writeString(temporary.resolve("secret"), "mine");
        Layers layers = layers().layer(
                        new TarLayer().symlink("out", temporary.toString()).hardLink("link", "out/secret"));
        assertRefused(
                layers,
                CorruptDataException.class,
                "it is a hard link to out/secret, which is not a file of the image");
    }

    @ParameterizedTest
    @ValueSource(strings = {".wh.", ".wh..", ".wh..."})
    void whiteoutOfNoNameIsRefused(String name) throws IOException {
        assertRefused(
                layers().layer(new TarLayer().file("d/" + name, "")),
                CorruptDataException.class,
                "a whiteout does not name a file");
    }

    @Test
    void imageThatUnpacksToTooMuchIsRefused() throws IOException {
        byte[] zeros = new TarLayer().file("zeros", "\0".repeat(2 << 20)).bytes();
        assertRefused(
                layers().layer(zeros, TarLayer.gzip(zeros)),
                ImageLimitException.class,
                "the image has more than 1048576 bytes; allow more with --limit");
    }

    @Test
    void zerosBehindTheArchiveCountToo() throws IOException {
        byte[] tar = new TarLayer().file("f", "").bytes();
        byte[] padded = Arrays.copyOf(tar, 2 << 20);
        assertRefused(
                layers().layer(padded, TarLayer.zstd(padded)),
                ImageLimitException.class,
                "the image has more than 1048576 bytes");
    }

    @Test
    void imageOfTooManyFilesIsRefused() throws IOException {
        TarLayer layer = new TarLayer();
        for (int i = 0; i < 11; i++) {
            layer.file("f" + i, "");
        }
        Layers layers = layers().layer(layer);
        assertThatThrownBy(() -> unpack(layers, limits(1 << 20, 10)))
                .isInstanceOf(ImageLimitException.class)
                .hasMessage("the image has more than 10 files; allow more with --limit");
    }

    @Test
    void directoriesThatPathsImplyCountToo() throws IOException {
        Layers layers = layers().layer(new TarLayer().file("a/b/c/d/e/f/g/h/i/j/file", ""));
        assertThatThrownBy(() -> unpack(layers, limits(1 << 20, 10)))
                .isInstanceOf(ImageLimitException.class)
                .hasMessage("the image has more than 10 files; allow more with --limit");
    }

    /** The last link expands to 40 times 1,300 directories. */
    @Test
    @Tag("soak")
    void linksThatLeadUpAndDownWithoutEndAreRefused() throws IOException {
        TarLayer layer = new TarLayer().directory("d");
        for (int i = 0; i < 40; i++) {
            layer.symlink("link" + i, "d/../".repeat(650) + (i == 0 ? "d" : "link" + (i - 1)));
        }
        for (int i = 0; i < 100; i++) {
            layer.file("link39/" + i, "").file("other" + i, "");
        }
        assertThatThrownBy(() -> unpack(layers().layer(layer)))
                .isInstanceOf(ImageLimitException.class)
                .hasMessageMatching("the image is built to take very long: its \\d+ files so far lead through more "
                        + "directories and links than 64 each");
    }

    @Test
    @Tag("soak")
    void interruptEndsTheUnpacking() throws Exception {
        TarLayer layer = new TarLayer();
        for (int i = 0; i < 60_000; i++) {
            layer.file("f" + i, "");
        }
        Layers layers = layers().layer(layer);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                unpack(layers, limits(1 << 30, 1 << 20));
                failure.complete(new AssertionError("it was unpacked"));
            } catch (Exception e) {
                failure.complete(e);
            }
        });
        thread.start();
        while (names(temporary).stream()
                .noneMatch(image -> Files.exists(temporary.resolve(image).resolve("root/f0")))) {
            assertThat(failure).isNotDone();
            Thread.sleep(1);
        }
        thread.interrupt();
        assertThat(failure.get()).isInstanceOfAny(InterruptedIOException.class, ClosedByInterruptException.class);
        thread.join();
    }

    @Test
    void layerThatUnpacksToAnotherThanTheConfigurationSaysIsRefused() throws IOException {
        byte[] tar = new TarLayer().file("f", "x").bytes();
        byte[] other = new TarLayer().file("f", "y").bytes();
        assertRefused(
                layers().layer(other, TarLayer.gzip(tar)),
                CorruptDataException.class,
                ", but the configuration of the image says sha256:");
    }

    @Test
    void brokenCompressionIsRefused() throws IOException {
        byte[] tar = new TarLayer().file("f", "x".repeat(5000)).bytes();
        byte[] gzip = TarLayer.gzip(tar);
        gzip[gzip.length / 2] ^= 0x55;
        byte[] zstd = Arrays.copyOf(TarLayer.zstd(tar), 60);
        assertRefused(layers().layer(tar, gzip), CorruptDataException.class, "corrupt OCI image: the layer ");
        assertRefused(layers().layer(tar, zstd), CorruptDataException.class, "corrupt OCI image: the layer ");
    }

    @Test
    void tarThatEndsEarlyIsRefused() throws IOException {
        byte[] tar = new TarLayer().file("f", "x".repeat(5000)).bytes();
        assertRefused(
                layers().layer(Arrays.copyOf(tar, 1000)),
                CorruptDataException.class,
                ", at f: the tar ends within a file, 4512 bytes early");
        assertRefused(layers().layer(Arrays.copyOf(tar, 300)), CorruptDataException.class, "ends within a header");
    }

    @Test
    void headersThatLieAreRefused() throws IOException {
        assertRefused(layers().layer(patched(0, "other")), CorruptDataException.class, "a wrong checksum");
        assertRefused(layers().layer(header(124, "77777777777")), CorruptDataException.class, "ends within a file");
        assertRefused(layers().layer(header(124, "9")), CorruptDataException.class, "a size that is not a number");
        assertRefused(layers().layer(header(124, "\u00ff".repeat(12))), CorruptDataException.class, "to have -1 bytes");
        assertRefused(
                layers().layer(typed('L', "77777777777")),
                CorruptDataException.class,
                "an extended tar header claims to have 8589934591 bytes; at most 1048576 are read");
        assertRefused(layers().layer(typed('Q', "0")), UnsupportedFeatureException.class, "has the type 0x51");
        assertRefused(layers().layer(typed('S', "0")), UnsupportedFeatureException.class, "is stored as a sparse file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9999 path=x\n",
                "0 path=x\n",
                "11 path=a\0b\n",
                "path=x\n",
                "99999999999999999999999 a=b\n",
                "7 path\n",
                "12 mtime=1e9\n",
                "11 size=-5\n",
            })
    void extendedHeadersThatLieAreRefused(String records) throws IOException {
        TarLayer layer = new TarLayer();
        layer.add("x", (byte) 'x', "", 0644, records, Map.of());
        layer.file("f", "");
        assertRefused(layers().layer(layer), CorruptDataException.class, "an extended tar header has ");
    }

    @Test
    void pathTooLongForTheSystemIsUnsupportedAlsoWhenLinksMakeItSo() throws IOException {
        String deep = ("d".repeat(200) + "/").repeat(15);
        assertRefused(
                layers().layer(new TarLayer().file(deep.repeat(2) + "f", "")),
                UnsupportedFeatureException.class,
                "choose a shorter --cache-dir");
        assertRefused(
                layers().layer(new TarLayer().directory(deep).symlink("l", deep).file("l/" + deep + "f", "")),
                UnsupportedFeatureException.class,
                "choose a shorter --cache-dir");
    }

    private static byte[] patched(int offset, String text) {
        byte[] tar = new TarLayer().file("f", "x").bytes();
        byte[] patch = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(patch, 0, tar, offset, patch.length);
        return tar;
    }

    private static byte[] header(int offset, String text) {
        return withChecksum(patched(offset, text));
    }

    private static byte[] typed(char type, String size) {
        byte[] tar = patched(124, size + "\0");
        tar[156] = (byte) type;
        return withChecksum(tar);
    }

    private static byte[] withChecksum(byte[] tar) {
        Arrays.fill(tar, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += tar[i] & 0xff;
        }
        byte[] text = String.format("%06o\0", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, tar, 148, text.length);
        return tar;
    }
}

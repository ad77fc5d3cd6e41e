package dev.nydusview.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.image.plain.OciImage;
import java.io.IOException;
import java.io.InterruptedIOException;
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

/** Layers that lie or want out. Whatever they say, nothing is left of them, and nothing outside is touched. */
class HostileLayersTest extends UnpackingTest {

    private void assertRefused(Layout layout, Class<? extends IOException> type, String message) throws IOException {
        assertThatThrownBy(() -> unpack(layout)).isInstanceOf(type).hasMessageContaining(message);
        assertThat(kept()).containsExactly("lock");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escape", "a/../../escape", "/../escape", ".."})
    void pathThatLeadsUpwardsIsRefused(String name) throws IOException {
        assertRefused(layout().layer(new Layer().file(name, "x")), CorruptDataException.class, "leads upwards");
    }

    @Test
    void absolutePathAndLinksOutsideStayWithin() throws IOException {
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        Layout layout = layout().layer(new Layer()
                        .file("/absolute", "1")
                        .symlink("out", outside.toString())
                        .symlink("up", "../../../../../../.."))
                .layer(new Layer().file("out/file", "2").file("up/file", "3").file("out/.wh.file2", ""));
        Files.writeString(outside.resolve("file2"), "mine");
        try (UnpackedImage image = unpack(layout)) {
            assertThat(image.root().resolve("absolute")).hasContent("1");
            assertThat(image.root().resolve("file")).hasContent("3");
            assertThat(Path.of(image.root() + outside.resolve("file").toString()))
                    .hasContent("2");
            assertThat(names(outside)).containsExactly("file2");
        }
    }

    @Test
    void linkToItselfIsRefused() throws IOException {
        Layout layout = layout().layer(new Layer().symlink("loop", "loop").file("loop/file", "x"));
        assertRefused(
                layout,
                CorruptDataException.class,
                ", at loop/file: the path /loop leads through more than 40 symbolic links");
    }

    @Test
    void pathThroughAFileIsRefused() throws IOException {
        assertRefused(
                layout().layer(new Layer().file("f", "").file("f/below", "")),
                CorruptDataException.class,
                ", at f/below: the path /f leads through f, which is not a directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "dir", "missing/file", "/", "dir/.."})
    void hardLinkToNoFileOfTheImageIsRefused(String target) throws IOException {
        Layout layout = layout().layer(new Layer().directory("dir/").hardLink("link", target));
        assertRefused(layout, CorruptDataException.class, ", at link: ");
    }

    @Test
    void hardLinkDoesNotReachOutside() throws IOException {
        Files.writeString(temporary.resolve("secret"), "mine");
        Layout layout =
                layout().layer(new Layer().symlink("out", temporary.toString()).hardLink("link", "out/secret"));
        assertRefused(
                layout,
                CorruptDataException.class,
                "it is a hard link to out/secret, which is not a file of the image");
    }

    @ParameterizedTest
    @ValueSource(strings = {".wh.", ".wh..", ".wh..."})
    void whiteoutOfNoNameIsRefused(String name) throws IOException {
        assertRefused(
                layout().layer(new Layer().file("d/" + name, "")),
                CorruptDataException.class,
                "a whiteout without a name");
    }

    @Test
    void imageThatUnpacksToTooMuchIsRefused() throws IOException {
        byte[] zeros = new Layer().file("zeros", "\0".repeat(2 << 20)).bytes();
        assertRefused(
                layout().layer(zeros, Layer.gzip(zeros), Layout.OCI_LAYER),
                UnpackLimitException.class,
                "the image unpacks to more than 1048576 bytes; allow more with --limit");
    }

    @Test
    void zerosBehindTheArchiveCountToo() throws IOException {
        byte[] tar = new Layer().file("f", "").bytes();
        byte[] padded = Arrays.copyOf(tar, 2 << 20);
        assertRefused(
                layout().layer(padded, Layer.zstd(padded), Layout.OCI_LAYER),
                UnpackLimitException.class,
                "the image unpacks to more than 1048576 bytes");
    }

    @Test
    void imageOfTooManyFilesIsRefused() throws IOException {
        Layer layer = new Layer();
        for (int i = 0; i < 11; i++) {
            layer.file("f" + i, "");
        }
        Layout layout = layout().layer(layer);
        assertThatThrownBy(() -> unpack(layout, new UnpackLimits(1 << 20, 10, "allow more with --limit")))
                .isInstanceOf(UnpackLimitException.class)
                .hasMessage("the image has more than 10 files; allow more with --limit");
        assertThat(kept()).containsExactly("lock");
    }

    @Test
    void directoriesThatPathsImplyCountToo() throws IOException {
        Layout layout = layout().layer(new Layer().file("a/b/c/d/e/f/g/h/i/j/file", ""));
        assertThatThrownBy(() -> unpack(layout, new UnpackLimits(1 << 20, 10, "allow more with --limit")))
                .isInstanceOf(UnpackLimitException.class)
                .hasMessage("the image has more than 10 files; allow more with --limit");
        assertThat(kept()).containsExactly("lock");
    }

    /** Each path through the last link is 40 times 1,300 directories long. */
    @Test
    @Tag("soak")
    void linksThatLeadUpAndDownWithoutEndAreRefused() throws IOException {
        Layer layer = new Layer().directory("d");
        for (int i = 0; i < 40; i++) {
            layer.symlink("link" + i, "d/../".repeat(650) + (i == 0 ? "d" : "link" + (i - 1)));
        }
        for (int i = 0; i < 100; i++) {
            layer.file("link39/" + i, "").file("other" + i, "");
        }
        assertThatThrownBy(() -> unpack(layout().layer(layer)))
                .isInstanceOf(UnpackLimitException.class)
                .hasMessageMatching(
                        "the image is built to take very long: its \\d+ files so far lead through more directories "
                                + "and links than 64 each");
        assertThat(kept()).containsExactly("lock");
    }

    @Test
    @Tag("soak")
    void interruptEndsTheUnpackingAndLeavesNothing() throws Exception {
        Layer layer = new Layer();
        for (int i = 0; i < 60_000; i++) {
            layer.file("f" + i, "");
        }
        Layout layout = layout().layer(layer);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                unpack(layout, new UnpackLimits(1 << 30, 1 << 20, "allow more")).close();
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
        byte[] tar = new Layer().file("f", "x".repeat(2 << 20)).bytes();
        Layout layout = layout().layer(tar);
        try (OciImage image = image(layout)) {
            long before = image.bytesFetched();
            assertThatThrownBy(() -> new UnpackedImages(cache(), LIMITS).open(image))
                    .isInstanceOf(UnpackLimitException.class)
                    .hasMessageEndingWith("bytes, more than the 1048576 that are allowed; allow more with --limit");
            assertThat(image.bytesFetched()).isEqualTo(before);
        }
    }

    @Test
    void storedBytesThatAreOthersAreRefused() throws IOException {
        byte[] tar = new Layer().file("f", "x").bytes();
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
        byte[] tar = new Layer().file("f", "x").bytes();
        byte[] other = new Layer().file("f", "y").bytes();
        assertRefused(
                layout().layer(other, Layer.gzip(tar), Layout.OCI_LAYER),
                CorruptDataException.class,
                ", but the configuration of the image says sha256:");
    }

    @Test
    void brokenCompressionIsRefused() throws IOException {
        byte[] tar = new Layer().file("f", "x".repeat(5000)).bytes();
        byte[] gzip = Layer.gzip(tar);
        gzip[gzip.length / 2] ^= 0x55;
        byte[] zstd = Arrays.copyOf(Layer.zstd(tar), 60);
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
    void tarThatEndsEarlyIsRefused() throws IOException {
        byte[] tar = new Layer().file("f", "x".repeat(5000)).bytes();
        assertRefused(
                layout().layer(Arrays.copyOf(tar, 1000)),
                CorruptDataException.class,
                ", at f: the tar ends within a file, 4512 bytes early");
        assertRefused(layout().layer(Arrays.copyOf(tar, 300)), CorruptDataException.class, "ends within a header");
    }

    @Test
    void headersThatLieAreRefused() throws IOException {
        assertRefused(layout().layer(patched(0, "other")), CorruptDataException.class, "a wrong checksum");
        assertRefused(layout().layer(header(124, "77777777777")), CorruptDataException.class, "ends within a file");
        assertRefused(layout().layer(header(124, "9")), CorruptDataException.class, "a size that is not a number");
        assertRefused(layout().layer(header(124, "\u00ff".repeat(12))), CorruptDataException.class, "to have -1 bytes");
        assertRefused(
                layout().layer(typed('L', "77777777777")),
                CorruptDataException.class,
                "an extended tar header claims to have 8589934591 bytes; at most 1048576 are read");
        assertRefused(layout().layer(typed('Q', "0")), UnsupportedFeatureException.class, "has the type 0x51");
        assertRefused(layout().layer(typed('S', "0")), UnsupportedFeatureException.class, "is stored as a sparse file");
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
        Layer layer = new Layer();
        layer.add("x", (byte) 'x', "", 0644, records, Map.of());
        layer.file("f", "");
        assertRefused(layout().layer(layer), CorruptDataException.class, "an extended tar header has ");
    }

    @Test
    void layersThatAreNoFilesOrNotThereAreUnsupported() throws IOException {
        byte[] tar = new Layer().file("f", "").bytes();
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
                layout().layer(new Layer().file(deep.repeat(2) + "f", "")),
                UnsupportedFeatureException.class,
                "choose a shorter --cache-dir");
        assertRefused(
                layout().layer(new Layer().directory(deep).symlink("l", deep).file("l/" + deep + "f", "")),
                UnsupportedFeatureException.class,
                "choose a shorter --cache-dir");
    }

    private static byte[] patched(int offset, String text) {
        byte[] tar = new Layer().file("f", "x").bytes();
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

package dev.nydusview.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rootfs.record.TreeLosses.Loss;
import dev.nydusview.rootfs.unpack.Omission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Layers as tools write them, applied one over the other. */
class LayersTest extends UnpackingTest {

    @Test
    void whiteoutsHideWhatLowerLayersHave() throws IOException {
        Layout layout = layout().layer(new Layer()
                        .directory("a/")
                        .file("a/gone", "1")
                        .file("a/kept", "2")
                        .directory("tree/")
                        .directory("tree/deep/")
                        .file("tree/deep/file", "3")
                        .file(".wh.nothing", ""))
                .layer(new Layer().file("a/.wh.gone", "").file(".wh.tree", "").file("no/such/.wh.place", ""));
        try (UnpackedImage image = unpack(layout)) {
            assertThat(names(image.root())).containsExactly("a");
            assertThat(names(image.root().resolve("a"))).containsExactly("kept");
        }
    }

    @Test
    void opaqueDirectoryHidesOnlyWhatLowerLayersHaveWhereverItsMarkStands() throws IOException {
        Layout layout = layout().layer(
                        new Layer().file("d/old", "1").file("d/sub/old", "2").file("d/both", "3"))
                .layer(new Layer()
                        .directory("d/")
                        .file("d/new", "4")
                        .file("d/sub/new", "5")
                        .file("d/both", "6")
                        .file("d/.wh..wh..opq", ""));
        try (UnpackedImage image = unpack(layout)) {
            Path d = image.root().resolve("d");
            assertThat(names(d)).containsExactly("both", "new", "sub");
            assertThat(names(d.resolve("sub"))).containsExactly("new");
            assertThat(d.resolve("both")).hasContent("6");
        }
    }

    @Test
    void whiteoutLeavesWhatItsOwnLayerHas() throws IOException {
        Layout layout = layout().layer(new Layer().file("d/old", "1").file("f", "2"))
                .layer(new Layer()
                        .file("d/new", "3")
                        .file(".wh.d", "")
                        .file("f", "4")
                        .file(".wh.f", ""));
        try (UnpackedImage image = unpack(layout)) {
            assertThat(names(image.root().resolve("d"))).containsExactly("new");
            assertThat(image.root().resolve("f")).hasContent("4");
        }
    }

    @Test
    void entriesReplaceWhatIsOfAnotherKind() throws IOException {
        Layout layout = layout().layer(new Layer()
                        .file("file", "1")
                        .file("dir/deep/file", "2")
                        .symlink("link", "dir")
                        .symlink("other", "dir"))
                .layer(new Layer()
                        .directory("file/")
                        .file("file/below", "3")
                        .directory("link/")
                        .file("dir", "4")
                        .fifo("other"));
        try (UnpackedImage image = unpack(layout)) {
            assertThat(image.root().resolve("file/below")).hasContent("3");
            assertThat(image.root().resolve("dir")).hasContent("4");
            assertThat(image.root().resolve("link")).isDirectory();
            assertThat(Files.isSymbolicLink(image.root().resolve("link"))).isFalse();
            assertThat(names(image.root())).doesNotContain("other");
            assertThat(image.losses().kinds().get(Omission.SPECIAL).files()).isOne();
        }
    }

    @Test
    void directoryOfSeveralLayersHasTheAttributesOfTheLast() throws IOException {
        Layout layout = layout().layer(new Layer()
                        .add("d/", (byte) '5', "", 0700, "", Map.of())
                        .file("d/lower", "1"))
                .layer(new Layer()
                        .add("d/", (byte) '5', "", 01777, "", Map.of())
                        .file("d/upper", "2"));
        try (UnpackedImage image = unpack(layout)) {
            assertThat(names(image.root().resolve("d"))).containsExactly("lower", "upper");
            assertThat(attribute(image, "d", "mode")).isEqualTo(0041777);
            assertThat(Files.getLastModifiedTime(image.root().resolve("d")).toMillis())
                    .isEqualTo(1_700_000_000_000L);
        }
    }

    @Test
    void hardLinksShareAFileAlsoAcrossLayers() throws IOException {
        Layout layout = layout().layer(new Layer().file("one", "1").hardLink("two", "one"))
                .layer(new Layer().hardLink("dir/three", "/two").hardLink("one", "one"));
        try (UnpackedImage image = unpack(layout)) {
            assertThat(attribute(image, "one", "nlink")).isEqualTo(3);
            assertThat(attribute(image, "dir/three", "ino")).isEqualTo(attribute(image, "one", "ino"));
        }
    }

    @Test
    void fileIsAsItsLastNameHasIt() throws IOException {
        Assumptions.assumeTrue(NoCapabilities.isPossible(), "not root");
        byte hardLink = (byte) '1';
        Layout layout = layout().layer(new Layer()
                        .file("su", 0755, Map.of("uid", "7"))
                        .add("su2", hardLink, "su", 04755, "", Map.of("uid", "0"))
                        .file("same", 04755, Map.of("uid", "7")))
                .layer(new Layer()
                        .add("same2", hardLink, "same", 04755, "", Map.of("uid", "7"))
                        .symlink("link", "su")
                        .add("link2", hardLink, "link", 0600, "", Map.of("gid", "9")));
        for (boolean fresh : List.of(true, false)) {
            try (UnpackedImage image = unpack(layout)) {
                assertThat(image.isFresh()).isEqualTo(fresh);
                assertThat(attribute(image, "su", "mode")).isEqualTo(0104755);
                assertThat(attribute(image, "su", "uid")).isEqualTo(0);
                assertThat(attribute(image, "same", "mode")).isEqualTo(0104755);
                assertThat(attribute(image, "same", "uid")).isEqualTo(7);
                assertThat(attribute(image, "link", "gid")).isEqualTo(9);
                assertThat(image.losses().kinds()).isEmpty();
            }
        }
    }

    @Test
    void directoriesThatAreImpliedHaveNothingOfWhatWasThereBefore() throws IOException {
        Assumptions.assumeTrue(NoCapabilities.isPossible(), "not root");
        Layer lower = new Layer();
        Layer upper = new Layer();
        for (int i = 0; i < 50; i++) {
            lower.add("old" + i, (byte) '5', "", 0700, "", Map.of("uid", "7"));
            upper.file(".wh.old" + i, "").file("new" + i + "/f", "");
        }
        try (UnpackedImage image = unpack(layout().layer(lower).layer(upper))) {
            assertThat(attribute(image, "new0", "uid")).isEqualTo(0);
            assertThat(image.losses().kinds()).isEmpty();
        }
    }

    @Test
    void longPathsAreCounted() throws IOException {
        String deep = ("d".repeat(200) + "/").repeat(5);
        Layout layout = layout().layer(new Layer().file(deep + "f", "").file("short", ""));
        for (boolean fresh : List.of(true, false)) {
            try (UnpackedImage image = unpack(layout)) {
                assertThat(image.isFresh()).isEqualTo(fresh);
                assertThat(image.losses().longPaths()).isEqualTo(Map.of(1005, 1L, 1007, 1L));
                assertThat(new String(image.losses().longestPath(), StandardCharsets.UTF_8))
                        .isEqualTo("/" + deep + "f");
            }
        }
    }

    @Test
    void pathsLeadThroughLinksWithinTheImage() throws IOException {
        Layout layout = layout().layer(new Layer()
                        .directory("usr/bin/")
                        .symlink("bin", "usr/bin")
                        .symlink("abs", "/usr/bin")
                        .symlink("up", "../../usr/./bin/.."))
                .layer(new Layer()
                        .file("bin/sh", "1")
                        .file("abs/ls", "2")
                        .file("up/lib", "3")
                        .hardLink("hard", "bin/sh")
                        .file("abs/.wh.none", ""));
        try (UnpackedImage image = unpack(layout)) {
            assertThat(names(image.root().resolve("usr"))).containsExactly("bin", "lib");
            assertThat(names(image.root().resolve("usr/bin"))).containsExactly("ls", "sh");
            assertThat(image.root().resolve("bin")).isSymbolicLink();
            assertThat(image.root().resolve("hard")).hasContent("1");
        }
    }

    @Test
    void namesAndTimesAreExact() throws IOException {
        String component = "n".repeat(200);
        String longName = component + "/" + component;
        Layout layout = layout().layer(new Layer()
                        .file(longName, "1")
                        .symlink("link", longName)
                        .file("caf\u00e9", "2"))
                .layer(new Layer()
                        .pax()
                        .file("pax" + longName, 04755, Map.of())
                        .file("early", 0600, Map.of("mtime", "-1.5")))
                .layer(new Layer()
                        .add("x", (byte) 'x', "", 0644, "30 mtime=1600000000.123456789\n", Map.of())
                        .file("nanos", ""));
        try (UnpackedImage image = unpack(layout)) {
            Path root = image.root();
            assertThat(root.resolve(longName)).hasContent("1");
            assertThat(Files.readSymbolicLink(root.resolve("link")).toString()).isEqualTo(longName);
            assertThat(Files.getLastModifiedTime(root.resolve("nanos")).toInstant())
                    .isEqualTo(Instant.parse("2020-09-13T12:26:40.123456789Z"));
            assertThat(Files.getLastModifiedTime(root.resolve("early")).toInstant())
                    .isEqualTo(Instant.parse("1969-12-31T23:59:58.5Z"));
            assertThat(attribute(image, "pax" + longName, "mode")).isEqualTo(0104755);
            try (var entries = Files.list(root)) {
                assertThat(entries.map(path -> path.toUri().getRawPath())).anyMatch(name -> name.endsWith("/caf%E9"));
            }
        }
    }

    @Test
    void extendedAttributesAreThereOrCounted() throws IOException {
        Layout layout = layout().layer(new Layer().pax().file("f", 0644, Map.of("SCHILY.xattr.user.k", "value")));
        try (UnpackedImage image = unpack(layout)) {
            Path file = image.root().resolve("f");
            UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
            boolean set = Files.getFileStore(file).supportsFileAttributeView(UserDefinedFileAttributeView.class)
                    && view.list().contains("k");
            assertThat(image.losses().kinds().containsKey(Omission.XATTR)).isNotEqualTo(set);
        }
    }

    @Test
    void devicesAndPipesAreInTheRecordOnly() throws IOException {
        Layout layout = layout().layer(new Layer()
                        .device("dev/null")
                        .hardLink("dev/again", "dev/null")
                        .fifo("pipe")
                        .device("replaced")
                        .device("hidden")
                        .file("file", "x"))
                .layer(new Layer().file("replaced", "y").file(".wh.hidden", "").device("file"));
        try (UnpackedImage image = unpack(layout)) {
            assertThat(names(image.root())).containsExactly("dev", "replaced");
            assertThat(image.root().resolve("dev")).isEmptyDirectory();
            assertThat(image.root().resolve("replaced")).hasContent("y");
            Loss lost = image.losses().kinds().get(Omission.SPECIAL);
            assertThat(lost.files()).isEqualTo(4);
            assertThat(paths(lost)).containsExactlyInAnyOrder("/dev/null", "/dev/again", "/pipe", "/file");
            assertThat(Files.readAllLines(image.root().resolveSibling("record")))
                    .contains("c null - - 1:3 666:0:0 -", "p pipe - - 0:0 640:0:0 -");
        }
        try (UnpackedImage again = unpack(layout)) {
            assertThat(again.isFresh()).isFalse();
            assertThat(paths(again.losses().kinds().get(Omission.SPECIAL)))
                    .containsExactlyInAnyOrder("/dev/null", "/dev/again", "/pipe", "/file");
        }
    }

    private static List<String> paths(Loss loss) {
        return loss.first().stream().map(String::new).toList();
    }

    @Test
    void manyFilesOfALayerStayWhenItHidesThoseBelow() throws IOException {
        Layer lower = new Layer();
        Layer upper = new Layer();
        for (int i = 0; i < 6000; i++) {
            lower.file("d/lower" + i, "");
            upper.file("d/e/upper" + i, "");
        }
        upper.file("d/.wh..wh..opq", "").file("d/last", "");
        try (UnpackedImage image =
                unpack(layout().layer(lower).layer(upper), new UnpackLimits(1 << 30, 20_000, "allow more"))) {
            assertThat(names(image.root().resolve("d"))).containsExactly("e", "last");
            assertThat(names(image.root().resolve("d/e"))).hasSize(6000);
        }
        assertThat(names(kept(0))).containsExactly("record", "root");
    }

    @Test
    void timesOfDirectoriesAreThoseOfTheImageWhateverComesAfterThem() throws IOException {
        Layout layout = layout().layer(new Layer()
                        .directory("./")
                        .directory("a")
                        .directory("a/b")
                        .file("a/b/f", "x")
                        .file("a/implied/f", "x")
                        .device("a/null"))
                .layer(new Layer().file("a/b/.wh.f", "").file("a/b/g", "y").hardLink("top", "a/b/g"));
        try (UnpackedImage image = unpack(layout)) {
            for (String name : List.of("", "a", "a/b")) {
                assertThat(Files.getLastModifiedTime(image.root().resolve(name)).toMillis())
                        .as(name)
                        .isEqualTo(1_700_000_000_000L);
            }
        }
    }

    @Test
    void layersMayBePlainOrCompressedWhateverTheirMediaTypeSays() throws IOException {
        byte[] plain = new Layer().file("plain", "1").bytes();
        byte[] gzip = new Layer().file("gzip", "2").bytes();
        byte[] zstd = new Layer().file("zstd", "3").bytes();
        byte[] mixed = new Layer().file("mixed", "4").bytes();
        Layout layout = layout().layer(plain, plain, "application/vnd.docker.image.rootfs.diff.tar")
                .layer(gzip, Layer.gzip(gzip), "application/vnd.docker.image.rootfs.diff.tar.gzip")
                .layer(zstd, Layer.zstd(zstd), Layout.OCI_LAYER + "+zstd")
                .layer(mixed, Layer.zstd(mixed), Layout.OCI_LAYER + "+gzip");
        try (UnpackedImage image = unpack(layout)) {
            assertThat(names(image.root())).containsExactly("gzip", "mixed", "plain", "zstd");
        }
    }

    @Test
    void whatOneUnionFileSystemKeptForItselfIsNoPartOfTheImage() throws IOException {
        Layout layout = layout().layer(new Layer()
                .directory(".wh..wh.plnk/")
                .file(".wh..wh.plnk/1.2", "")
                .file(".wh..wh.aufs", "")
                .file("f", ""));
        try (UnpackedImage image = unpack(layout)) {
            assertThat(names(image.root())).containsExactly("f");
        }
    }

    private static Object attribute(UnpackedImage image, String path, String name) throws IOException {
        return Files.getAttribute(image.root().resolve(path), "unix:" + name, LinkOption.NOFOLLOW_LINKS);
    }
}

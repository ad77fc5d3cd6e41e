package dev.nydusview.rootfs.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rootfs.Omission;
import dev.nydusview.rootfs.record.TreeLosses;
import dev.nydusview.rootfs.record.TreeLosses.Loss;
import dev.nydusview.testdata.TarLayer;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Layers as tools write them, applied one over the other. */
class LayersTest extends UnpackingTest {

    @Test
    void whiteoutsHideWhatLowerLayersHave() throws IOException {
        Layers layers = layers().layer(new TarLayer()
                        .directory("a/")
                        .file("a/gone", "1")
                        .file("a/kept", "2")
                        .directory("tree/")
                        .directory("tree/deep/")
                        .file("tree/deep/file", "3")
                        .file(".wh.nothing", ""))
                .layer(new TarLayer()
                        .file("a/.wh.gone", "")
                        .file(".wh.tree", "")
                        .file("no/such/.wh.place", ""));
        UnpackedTree image = unpack(layers);
        assertThat(names(image.root())).containsExactly("a");
        assertThat(names(image.root().resolve("a"))).containsExactly("kept");
    }

    @Test
    void opaqueDirectoryHidesOnlyWhatLowerLayersHaveWhereverItsMarkStands() throws IOException {
        Layers layers = layers().layer(
                        new TarLayer().file("d/old", "1").file("d/sub/old", "2").file("d/both", "3"))
                .layer(new TarLayer()
                        .directory("d/")
                        .file("d/new", "4")
                        .file("d/sub/new", "5")
                        .file("d/both", "6")
                        .file("d/.wh..wh..opq", ""));
        UnpackedTree image = unpack(layers);
        Path d = image.root().resolve("d");
        assertThat(names(d)).containsExactly("both", "new", "sub");
        assertThat(names(d.resolve("sub"))).containsExactly("new");
        assertThat(d.resolve("both")).hasContent("6");
    }

    @Test
    void whiteoutLeavesWhatItsOwnLayerHas() throws IOException {
        Layers layers = layers().layer(new TarLayer().file("d/old", "1").file("f", "2"))
                .layer(new TarLayer()
                        .file("d/new", "3")
                        .file(".wh.d", "")
                        .file("f", "4")
                        .file(".wh.f", ""));
        UnpackedTree image = unpack(layers);
        assertThat(names(image.root().resolve("d"))).containsExactly("new");
        assertThat(image.root().resolve("f")).hasContent("4");
    }

    @Test
    void entriesReplaceWhatIsOfAnotherKind() throws IOException {
        Layers layers = layers().layer(new TarLayer()
                        .file("file", "1")
                        .file("dir/deep/file", "2")
                        .symlink("link", "dir")
                        .symlink("other", "dir"))
                .layer(new TarLayer()
                        .directory("file/")
                        .file("file/below", "3")
                        .directory("link/")
                        .file("dir", "4")
                        .fifo("other"));
        UnpackedTree image = unpack(layers);
        assertThat(image.root().resolve("file/below")).hasContent("3");
        assertThat(image.root().resolve("dir")).hasContent("4");
        assertThat(image.root().resolve("link")).isDirectory();
        assertThat(Files.isSymbolicLink(image.root().resolve("link"))).isFalse();
        assertThat(names(image.root())).doesNotContain("other");
        assertThat(image.losses().kinds().get(Omission.SPECIAL).files()).isOne();
    }

    @Test
    void directoryOfSeveralLayersHasTheAttributesOfTheLast() throws IOException {
        Layers layers = layers().layer(new TarLayer()
                        .add("d/", (byte) '5', "", 0700, "", Map.of())
                        .file("d/lower", "1"))
                .layer(new TarLayer()
                        .add("d/", (byte) '5', "", 01777, "", Map.of())
                        .file("d/upper", "2"));
        UnpackedTree image = unpack(layers);
        assertThat(names(image.root().resolve("d"))).containsExactly("lower", "upper");
        assertThat(attribute(image, "d", "mode")).isEqualTo(0041777);
        assertThat(Files.getLastModifiedTime(image.root().resolve("d")).toMillis())
                .isEqualTo(1_700_000_000_000L);
    }

    @Test
    void hardLinksShareAFileAlsoAcrossLayers() throws IOException {
        Layers layers = layers().layer(new TarLayer().file("one", "1").hardLink("two", "one"))
                .layer(new TarLayer().hardLink("dir/three", "/two").hardLink("one", "one"));
        UnpackedTree image = unpack(layers);
        assertThat(attribute(image, "one", "nlink")).isEqualTo(3);
        assertThat(attribute(image, "dir/three", "ino")).isEqualTo(attribute(image, "one", "ino"));
    }

    @Test
    void fileIsAsItsLastNameHasIt() throws IOException {
        Assumptions.assumeTrue(NoCapabilities.isPossible(), "not root");
        byte hardLink = (byte) '1';
        Layers layers = layers().layer(new TarLayer()
                        .file("su", 0755, Map.of("uid", "7"))
                        .add("su2", hardLink, "su", 04755, "", Map.of("uid", "0"))
                        .file("same", 04755, Map.of("uid", "7")))
                .layer(new TarLayer()
                        .add("same2", hardLink, "same", 04755, "", Map.of("uid", "7"))
                        .symlink("link", "su")
                        .add("link2", hardLink, "link", 0600, "", Map.of("gid", "9")));
        UnpackedTree image = unpack(layers);
        assertThat(attribute(image, "su", "mode")).isEqualTo(0104755);
        assertThat(attribute(image, "su", "uid")).isEqualTo(0);
        assertThat(attribute(image, "same", "mode")).isEqualTo(0104755);
        assertThat(attribute(image, "same", "uid")).isEqualTo(7);
        assertThat(attribute(image, "link", "gid")).isEqualTo(9);
        assertThat(image.losses().kinds()).isEmpty();
        assertThat(image.recordedLosses().kinds()).isEmpty();
    }

    @Test
    void directoriesThatAreImpliedHaveNothingOfWhatWasThereBefore() throws IOException {
        Assumptions.assumeTrue(NoCapabilities.isPossible(), "not root");
        TarLayer lower = new TarLayer();
        TarLayer upper = new TarLayer();
        for (int i = 0; i < 50; i++) {
            lower.add("old" + i, (byte) '5', "", 0700, "", Map.of("uid", "7"));
            upper.file(".wh.old" + i, "").file("new" + i + "/f", "");
        }
        UnpackedTree image = unpack(layers().layer(lower).layer(upper));
        assertThat(attribute(image, "new0", "uid")).isEqualTo(0);
        assertThat(image.losses().kinds()).isEmpty();
    }

    @Test
    void longPathsAreCounted() throws IOException {
        String deep = ("d".repeat(200) + "/").repeat(5);
        Layers layers = layers().layer(new TarLayer().file(deep + "f", "").file("short", ""));
        UnpackedTree image = unpack(layers);
        for (TreeLosses losses : List.of(image.losses(), image.recordedLosses())) {
            assertThat(losses.longPaths()).isEqualTo(Map.of(1005, 1L, 1007, 1L));
            assertThat(new String(losses.longestPath(), StandardCharsets.UTF_8)).isEqualTo("/" + deep + "f");
        }
    }

    @Test
    void pathsLeadThroughLinksWithinTheImage() throws IOException {
        Layers layers = layers().layer(new TarLayer()
                        .directory("usr/bin/")
                        .symlink("bin", "usr/bin")
                        .symlink("abs", "/usr/bin")
                        .symlink("up", "../../usr/./bin/.."))
                .layer(new TarLayer()
                        .file("bin/sh", "1")
                        .file("abs/ls", "2")
                        .file("up/lib", "3")
                        .hardLink("hard", "bin/sh")
                        .file("abs/.wh.none", ""));
        UnpackedTree image = unpack(layers);
        assertThat(names(image.root().resolve("usr"))).containsExactly("bin", "lib");
        assertThat(names(image.root().resolve("usr/bin"))).containsExactly("ls", "sh");
        assertThat(image.root().resolve("bin")).isSymbolicLink();
        assertThat(image.root().resolve("hard")).hasContent("1");
    }

    @Test
    void namesAndTimesAreExact() throws IOException {
        String component = "n".repeat(200);
        String longName = component + "/" + component;
        Layers layers = layers().layer(new TarLayer()
                        .file(longName, "1")
                        .symlink("link", longName)
                        .file("caf\u00e9", "2"))
                .layer(new TarLayer()
                        .pax()
                        .file("pax" + longName, 04755, Map.of())
                        .file("early", 0600, Map.of("mtime", "-1.5")))
                .layer(new TarLayer()
                        .add("x", (byte) 'x', "", 0644, "30 mtime=1600000000.123456789\n", Map.of())
                        .file("nanos", ""));
        UnpackedTree image = unpack(layers);
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

    @Test
    void extendedAttributesAreThereOrCounted() throws IOException {
        Layers layers = layers().layer(new TarLayer().pax().file("f", 0644, Map.of("SCHILY.xattr.user.k", "value")));
        UnpackedTree image = unpack(layers);
        Path file = image.root().resolve("f");
        UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        boolean set = Files.getFileStore(file).supportsFileAttributeView(UserDefinedFileAttributeView.class)
                && view.list().contains("k");
        assertThat(image.losses().kinds().containsKey(Omission.XATTR)).isNotEqualTo(set);
    }

    @Test
    void devicesAndPipesAreInTheRecordOnly() throws IOException {
        Layers layers = layers().layer(new TarLayer()
                        .device("dev/null")
                        .hardLink("dev/again", "dev/null")
                        .fifo("pipe")
                        .device("replaced")
                        .device("hidden")
                        .file("file", "x"))
                .layer(new TarLayer()
                        .file("replaced", "y")
                        .file(".wh.hidden", "")
                        .device("file"));
        UnpackedTree image = unpack(layers);
        assertThat(names(image.root())).containsExactly("dev", "replaced");
        assertThat(image.root().resolve("dev")).isEmptyDirectory();
        assertThat(image.root().resolve("replaced")).hasContent("y");
        Loss lost = image.losses().kinds().get(Omission.SPECIAL);
        assertThat(lost.files()).isEqualTo(4);
        assertThat(paths(lost)).containsExactlyInAnyOrder("/dev/null", "/dev/again", "/pipe", "/file");
        assertThat(Files.readAllLines(image.root().resolveSibling("record")))
                .contains("c null - - 1:3 666:0:0 -", "p pipe - - 0:0 640:0:0 -");
        assertThat(paths(image.recordedLosses().kinds().get(Omission.SPECIAL)))
                .containsExactlyInAnyOrder("/dev/null", "/dev/again", "/pipe", "/file");
    }

    private static List<String> paths(Loss loss) {
        return loss.first().stream().map(String::new).toList();
    }

    @Test
    @Tag("soak")
    void manyFilesOfALayerStayWhenItHidesThoseBelow() throws IOException {
        TarLayer lower = new TarLayer();
        TarLayer upper = new TarLayer();
        for (int i = 0; i < 6000; i++) {
            lower.file("d/lower" + i, "");
            upper.file("d/e/upper" + i, "");
        }
        upper.file("d/.wh..wh..opq", "").file("d/last", "");
        UnpackedTree image = unpack(layers().layer(lower).layer(upper), limits(1 << 30, 20_000));
        assertThat(names(image.root().resolve("d"))).containsExactly("e", "last");
        assertThat(names(image.root().resolve("d/e"))).hasSize(6000);
    }

    @Test
    void timesOfDirectoriesAreThoseOfTheImageWhateverComesAfterThem() throws IOException {
        Layers layers = layers().layer(new TarLayer()
                        .directory("./")
                        .directory("a")
                        .directory("a/b")
                        .file("a/b/f", "x")
                        .file("a/implied/f", "x")
                        .device("a/null"))
                .layer(new TarLayer().file("a/b/.wh.f", "").file("a/b/g", "y").hardLink("top", "a/b/g"));
        UnpackedTree image = unpack(layers);
        for (String name : List.of("", "a", "a/b")) {
            assertThat(Files.getLastModifiedTime(image.root().resolve(name)).toMillis())
                    .as(name)
                    .isEqualTo(1_700_000_000_000L);
        }
    }

    @Test
    void layersMayBePlainOrCompressed() throws IOException {
        byte[] plain = new TarLayer().file("plain", "1").bytes();
        byte[] gzip = new TarLayer().file("gzip", "2").bytes();
        byte[] zstd = new TarLayer().file("zstd", "3").bytes();
        Layers layers = layers().layer(plain).layer(gzip, TarLayer.gzip(gzip)).layer(zstd, TarLayer.zstd(zstd));
        UnpackedTree image = unpack(layers);
        assertThat(names(image.root())).containsExactly("gzip", "plain", "zstd");
    }

    @Test
    void filesThatAufsKeptForItselfAreNotPartOfTheImage() throws IOException {
        Layers layers = layers().layer(new TarLayer()
                .directory(".wh..wh.plnk/")
                .file(".wh..wh.plnk/1.2", "")
                .file(".wh..wh.aufs", "")
                .file("f", ""));
        UnpackedTree image = unpack(layers);
        assertThat(names(image.root())).containsExactly("f");
    }

    private static Object attribute(UnpackedTree image, String path, String name) throws IOException {
        return Files.getAttribute(image.root().resolve(path), "unix:" + name, LinkOption.NOFOLLOW_LINKS);
    }
}

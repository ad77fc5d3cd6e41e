package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.linux.Errno;
import dev.nydusview.rafs.DirectoryBlobs;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links are read as a container would follow them; each tree has a file where none of the host's is. */
class ContainedLinksTest {
    private static final ServeOptions CONTAINED = new ServeOptions(-1, true);

    @ParameterizedTest
    @CsvSource({
        "/etc/os-release, ./../../etc/os-release",
        "//etc/./os-release, ./../../etc/os-release",
        "/, ./../..",
        "/.., ./../..",
        "/../../etc/os-release, ./../../etc/os-release",
        "../../../etc/os-release, ./../../etc/os-release",
        "../../../../../../../.., ./../..",
        "../b/../../../etc/os-release, ./../../etc/os-release",
    })
    void leadsNoFurtherUpThanTheRoot(String target, String shown) throws IOException {
        assertThat(shown(tree(target))).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "os-release",
                "../../etc/os-release",
                "..",
                "../..",
                ".././/b/./x",
                "../b/../../etc/os-release",
                "../../a/c/../../etc/os-release",
                "nowhere/at/all",
                "nowhere/../../../../etc/passwd",
                "...",
                "..x/..",
                "to-dir",
                "loop1",
            })
    void whatStaysInsideIsAsTheImageHasIt(String target) throws IOException {
        assertThat(shown(tree(target))).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({
        // "up" leads above the root
        "../../up/etc/../etc/os-release, ./../../etc/os-release",
        "../../up/../etc/os-release, ./../../etc/os-release",
        "../../up/../../../etc/os-release, ./../../etc/os-release",
        "/up/etc/os-release, ./../../etc/os-release",
        // "far" leads to a/b through an absolute target, so ".." of "far" is "a" of the target, not of the link
        "/far/../c, ./../../a/c",
        "/far/x, ./../../a/b/x",
        "/one, ./../../etc/os-release",
        "../../one, ../../one",
    })
    void goesThroughOtherLinks(String target, String shown) throws IOException {
        assertThat(shown(tree(target))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "/nowhere, ./../../nowhere",
        "/a/nowhere/x, ./../../a/nowhere/x",
        // nowhere/.. does not exist either
        "/nowhere/../etc/os-release, ./../../nowhere/../etc/os-release",
        "/nowhere/../../../../etc/passwd, ./../../nowhere/../../../../etc/passwd",
        "/etc/os-release/../os-release, ./../../etc/os-release/../os-release",
        "/dangling, ./../../gone/for/good",
    })
    void leadsNowhereWhereAContainerDoes(String target, String shown) throws IOException {
        assertThat(shown(tree(target))).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/b/loop1", "/circle", "/a/b/link", "../../../circle/x"})
    void circlesAreErrors(String target) {
        assertThatThrownBy(() -> shown(tree(target)))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ELOOP))
                .hasMessage("symbolic links form a loop");
    }

    @Test
    void asManyLinksAreFollowedAsTheKernelFollows() throws IOException {
        assertThat(shown(chain(40))).isEqualTo("./../../end");
        assertThatThrownBy(() -> shown(chain(41))).hasMessage("symbolic links form a loop");
    }

    private static SourceTree chain(int length) {
        SourceTree tree = new SourceTree().directory("/a").directory("/a/b").symlink("/a/b/link", "/link1");
        for (int i = 1; i < length; i++) {
            tree.symlink("/link" + i, "link" + (i + 1));
        }
        return tree.symlink("/link" + length, "end").file("/end", BuiltTree.text("end"));
    }

    @Test
    void bytesThatAreNoTextStay() throws IOException {
        assertThat(shown(tree("/\u00ff\u00fe/\u0080"))).isEqualTo("./../../\u00ff\u00fe/\u0080");
    }

    @Test
    void aWayThatIsTooLongIsNotCut() {
        assertThatThrownBy(() -> shown(tree("/" + "x/".repeat(2045) + "yyy")))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENAMETOOLONG))
                .hasMessage("the relative target of a symbolic link is too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-zstd-4k", "v6-zstd-4k"})
    void goldenImages(String kind) throws IOException {
        GoldenImage golden = GoldenImage.of(kind);
        RafsImage image = RafsImage.open(ByteBuffer.wrap(Files.readAllBytes(golden.bootstrap())));
        BlobChunkSource source = new BlobChunkSource(image, new DirectoryBlobs(golden.blobs()));
        ImageFileSystem contained = serve(image, new FileReader(image.tree(), source), CONTAINED);
        ImageFileSystem plain = serve(image, new FileReader(image.tree(), source), ServeOptions.DEFAULT);

        assertThat(shown(contained, "links", "escape")).isEqualTo("./../etc/passwd");
        assertThat(shown(contained, "links", "abs")).isEqualTo("./../etc/os-release");
        for (String name : List.of("long", "bytes", "utf8", "dangling", "rel", "self", "todir", "loop1", "loop2")) {
            assertThat(shown(contained, "links", name)).isEqualTo(shown(plain, "links", name));
        }
    }

    /** The kernel follows the shown targets; the directory above the mount has a file that links must not reach. */
    @Test
    @Tag("mount")
    void theKernelStaysInside(@TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "no access to /dev/fuse");
        Files.writeString(directory.resolve("secret"), "of the host");
        Path mountPoint = Files.createDirectory(directory.resolve("mount"));
        SourceTree tree = new SourceTree()
                .directory("/etc")
                .file("/etc/passwd", BuiltTree.text("of the image"))
                .file("/secret", BuiltTree.text("of the image"))
                .symlink("/absolute", "/etc/passwd")
                .symlink("/etc/above", "../../secret")
                .symlink("/etc/root", "/")
                .symlink("/etc/through", "root/../secret")
                .symlink("/host", directory.resolve("secret").toString())
                .symlink("/circle", "/circle");
        BuiltTree built = BuiltTree.of(tree);
        try (ImageMount mount = TestMounts.start(
                built.image(),
                new FileReader(built.image().tree(), built.source()),
                mountPoint,
                BuiltTree.options(CONTAINED))) {
            for (String name : List.of("absolute", "etc/above", "etc/through", "etc/root/secret")) {
                assertThat(mountPoint.resolve(name)).hasContent("of the image");
            }
            assertThatThrownBy(() -> Files.readString(mountPoint.resolve("host")))
                    .isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> Files.readString(mountPoint.resolve("circle")))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("Too many levels of symbolic links");
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    /** A tree with {@code /a/b/link} to {@code target}. */
    private static SourceTree tree(String target) {
        return new SourceTree()
                .directory("/etc")
                .file("/etc/os-release", BuiltTree.text("ID=image"))
                .directory("/a")
                .directory("/a/c")
                .directory("/a/b")
                .file("/a/b/x", BuiltTree.text("x"))
                .symlink("/a/b/loop1", "loop2")
                .symlink("/a/b/loop2", "loop1")
                .symlink("/a/b/to-dir", "/a/c")
                .symlink("/up", "..")
                .symlink("/far", "/a/b")
                .symlink("/one", "two")
                .symlink("/two", "/etc/os-release")
                .symlink("/circle", "/circle")
                .symlink("/dangling", "/gone/for/good")
                .symlink("/a/b/link", target);
    }

    private static String shown(SourceTree tree) throws IOException {
        String v5 = shown(BuiltTree.of(ImageBuilder.v5(), tree));
        String v6 = shown(BuiltTree.of(ImageBuilder.v6(), tree));
        assertThat(v6).isEqualTo(v5);
        return v6;
    }

    private static String shown(BuiltTree built) throws IOException {
        FileReader files = new FileReader(built.image().tree(), built.source());
        return shown(serve(built.image(), files, CONTAINED), "a", "b", "link");
    }

    private static String shown(ImageFileSystem fs, String... names) throws IOException {
        List<RawName> directory = new ArrayList<>();
        long inode = fs.root();
        for (String name : names) {
            inode = fs.lookup(inode, RawName.of(name));
            directory.add(RawName.of(name));
        }
        RawName target = fs.readlink(inode, directory.subList(0, directory.size() - 1));
        return new String(target.bytes(), StandardCharsets.ISO_8859_1);
    }

    private static ImageFileSystem serve(RafsImage image, FileReader files, ServeOptions options) {
        return new ImageFileSystem(image, files, new ReadLedger(), options);
    }
}

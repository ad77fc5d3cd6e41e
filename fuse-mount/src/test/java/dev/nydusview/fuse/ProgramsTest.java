package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.DirectoryListing;
import dev.nydusview.testdata.Listing;
import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that go through a whole mount and copy what they find. */
@Tag("mount")
class ProgramsTest {
    private static final int FILES = 400;

    @TempDir
    Path directory;

    private Path mounted;
    private Path copy;

    @BeforeEach
    void needsFuse() throws IOException {
        TestMounts.assumeFuse();
        mounted = Files.createDirectory(directory.resolve("mount"));
        copy = Files.createDirectory(directory.resolve("copy"));
    }

    /** Ways of serving that differ in what the kernel asks for. */
    enum Mode {
        PLAIN,
        TOLD,
        VERIFIED;

        private ServeOptions options() {
            return switch (this) {
                case PLAIN -> ServeOptions.DEFAULT;
                case TOLD -> ServeOptions.DEFAULT.withEveryOpen();
                case VERIFIED -> new ServeOptions(1 << 20, false);
            };
        }
    }

    private static SourceTree tree() {
        SourceTree tree = new SourceTree();
        for (int i = 0; i < FILES; i++) {
            String parent = "/d" + i / 40;
            if (i % 40 == 0) {
                tree.directory(parent, Attributes.DIRECTORY.permissions(0711).mtime(1000 + i, 0));
            }
            tree.file(
                    parent + "/f" + i,
                    BuiltTree.content(i, i * i % 200_000),
                    Attributes.FILE.permissions(0600 + i % 64).owner(i, 2L * i).mtime(1_000_000_000 + i, 0));
        }
        return tree.hardLink("/d1/hard", "/d0/f3")
                .symlink("/d2/link", "../d0/f3")
                .fifo("/d2/fifo", Attributes.FILE)
                .file("/d3/xattr", BuiltTree.text("x"), Attributes.FILE.xattr("user.name", "value"));
    }

    private ImageMount mount(BuiltTree built, Mode mode) throws MountException {
        return TestMounts.start(built, built.source(), mounted, mode.options());
    }

    @ParameterizedTest
    @EnumSource
    void findStaysOnTheMount(Mode mode) throws Exception {
        BuiltTree built = BuiltTree.of(tree());
        try (ImageMount mount = mount(built, mode)) {
            assertThat(Programs.run("find", mounted.toString(), "-xdev").lines())
                    .hasSize(FILES + 10 + 1 + 4);
            assertThat(Programs.run("find", directory.toString(), "-xdev", "-path", "*/mount/*"))
                    .isEmpty();
            assertThat(Programs.run("find", mounted.toString(), "-xdev", "-samefile", mounted + "/d1/hard")
                            .lines())
                    .containsExactlyInAnyOrder(mounted + "/d1/hard", mounted + "/d0/f3");
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void copiesByTarAreTheSame(Mode mode) throws Exception {
        assumeRoot();
        SourceTree tree = tree();
        BuiltTree built = BuiltTree.of(tree);
        try (ImageMount mount = mount(built, mode)) {
            Programs.run(
                    "sh",
                    "-c",
                    "tar --xattrs -C \"$1\" -cf - . | tar --xattrs -C \"$2\" -xpf -",
                    "sh",
                    mounted.toString(),
                    copy.toString());
            expected(tree).assertMatches(DirectoryListing.of(copy));
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void copiesByCpAreTheSame(Mode mode) throws Exception {
        assumeRoot();
        SourceTree tree = tree();
        BuiltTree built = BuiltTree.of(tree);
        try (ImageMount mount = mount(built, mode)) {
            Programs.run("cp", "-a", mounted + "/.", copy.toString());
            expected(tree).assertMatches(DirectoryListing.of(copy));
            Programs.run("diff", "-r", "--no-dereference", "--exclude=fifo", mounted.toString(), copy.toString());
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    private static Listing expected(SourceTree tree) {
        return ImageBuilder.v6().build(tree).listing();
    }

    private static void assumeRoot() {
        Assumptions.assumeTrue(PageCache.canDrop(), "only root keeps owners");
    }
}

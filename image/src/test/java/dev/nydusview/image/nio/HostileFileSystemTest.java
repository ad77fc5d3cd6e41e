package dev.nydusview.image.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that are made to hurt: their readers get an {@link IOException}, and no walk is endless. */
@Timeout(120)
class HostileFileSystemTest {
    @TempDir
    Path directory;

    private static SourceTree tree() {
        return new SourceTree()
                .directory("/a")
                .directory("/a/b")
                .directory("/a/b/c")
                .file("/a/b/c/file", new byte[10_000])
                .symlink("/a/link", "b/c/file")
                .directory("/d")
                .file("/d/other", new byte[] {1, 2, 3});
    }

    /** Whatever bytes of a bootstrap change, a walk ends, and what fails is an {@link IOException}. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mutatedImagesFailWithExceptionsOfInputOnly(boolean v5) throws IOException {
        BuiltImage built = (v5 ? ImageBuilder.v5() : ImageBuilder.v6()).build(tree());
        Path bootstrap = Images.write(built, directory);
        SplittableRandom random = new SplittableRandom(v5 ? 5 : 6);
        int refused = 0;
        int walked = 0;
        for (int i = 0; i < 100; i++) {
            byte[] bytes = built.bootstrap();
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                int at = random.nextBoolean() ? random.nextInt(bytes.length) : random.nextInt(1024, bytes.length);
                bytes[at] = (byte) random.nextInt();
            }
            Files.write(bootstrap, bytes);
            try (FileSystem image = Images.open(bootstrap, directory)) {
                readAll(image);
                walked++;
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
        assertThat(walked).isPositive();
    }

    private static void readAll(FileSystem image) throws IOException {
        try (Stream<Path> walk = Files.walk(image.getPath("/"))) {
            for (Path path : (Iterable<Path>) walk.limit(10_000)::iterator) {
                Files.readAttributes(path, "xattr:*", LinkOption.NOFOLLOW_LINKS);
                if (Files.isSymbolicLink(path)) {
                    assertThat(Files.readSymbolicLink(path)).isNotNull();
                } else if (Files.isRegularFile(path) && Files.size(path) < 1 << 20) {
                    Files.readAllBytes(path);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    @Test
    void manyLinksAreALoop() throws IOException {
        SourceTree tree = new SourceTree().file("/0", new byte[] {1});
        for (int i = 1; i <= 41; i++) {
            tree.symlink("/" + i, "" + (i - 1));
        }
        try (FileSystem image = Images.built(ImageBuilder.v6().build(tree), directory)) {
            assertThat(Files.readAllBytes(image.getPath("/40"))).containsExactly(1);
            assertThatThrownBy(() -> Files.readAllBytes(image.getPath("/41")))
                    .isInstanceOf(FileSystemLoopException.class)
                    .hasMessage("/41");
        }
    }

    @Test
    void pathsThatAreTooDeepAreRefused() throws Exception {
        SourceTree tree = new SourceTree();
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 2050; i++) {
            tree.directory(deep.append("/d").toString());
        }
        // The builder is recursive, what is tested is not.
        FutureTask<BuiltImage> building =
                new FutureTask<>(() -> ImageBuilder.v6().build(tree));
        new Thread(null, building, "builder", 1 << 28).start();
        try (FileSystem image = Images.built(building.get(), directory)) {
            Path last = image.getPath("/d".repeat(2048));
            assertThat(Files.isDirectory(last)).isTrue();
            assertThat(last.toRealPath()).isEqualTo(last);
            assertThatThrownBy(() -> Files.size(last.resolve("d")))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageEndingWith("the path has more than 2048 names");
        }
    }

    @Test
    void timesBeyondTheCalendarAreCutOff() {
        Inode inode = new Inode(1, 0, FileType.REGULAR, 0100644, 0, 0, 1L << 40, 0, 0, Long.MAX_VALUE, 999_999_999, -1);
        InodeAttributes attributes = new InodeAttributes(null, inode);
        FileTime time = attributes.lastModifiedTime();
        assertThat(time).isGreaterThan(FileTime.fromMillis(Long.MAX_VALUE));
        assertThat(NamedAttributes.read(attributes, "unix", "nlink,rdev,size"))
                .containsEntry("nlink", Integer.MAX_VALUE)
                .containsEntry("rdev", 0xffff_ffffL);
    }
}

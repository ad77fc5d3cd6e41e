package dev.nydusview.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries made, listed and removed relative to an open directory, seen through java.nio. */
class DirectoryHandleTest {
    private static final Posix POSIX = new Posix();

    @TempDir
    Path directory;

    private DirectoryHandle top;

    @BeforeEach
    void open() throws IOException {
        top = DirectoryHandle.open(POSIX, directory);
    }

    @AfterEach
    void close() {
        top.close();
    }

    private static byte[] name(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private Object attribute(String path, String attribute) throws IOException {
        return Files.getAttribute(directory.resolve(path), "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
    }

    private static PosixException failure(ThrowingCallable call) {
        try {
            call.call();
        } catch (PosixException e) {
            return e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("the call succeeded");
    }

    private Set<String> listed(DirectoryHandle handle) throws IOException {
        Set<String> names = new TreeSet<>();
        try (DirectoryHandle again = handle.enterAgain()) {
            Listing listing = again.listing();
            for (byte[] name = listing.next(); name != null; name = listing.next()) {
                assertThat(names.add(new String(name, StandardCharsets.ISO_8859_1)))
                        .isTrue();
            }
        }
        return names;
    }

    @Test
    void filesAreWrittenAndReadAtTheirOffsets() throws IOException {
        try (FileHandle file = top.makeFile(name("file"))) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(3).put(name("abc")).flip();
            file.write(bytes, 5);
            file.length(10);
            assertThat(bytes.hasRemaining()).isFalse();
        }
        assertThat(Files.readAllBytes(directory.resolve("file")))
                .isEqualTo(new byte[] {0, 0, 0, 0, 0, 'a', 'b', 'c', 0, 0});
        assertThat(attribute("file", "mode")).isEqualTo(0100600);
        try (FileHandle file = top.openFile(name("file"))) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(16);
            assertThat(file.read(bytes)).isTrue();
            assertThat(bytes.position()).isEqualTo(10);
            assertThat(file.read(bytes)).isFalse();
        }
    }

    @Test
    void namesAreBytes() throws IOException {
        String odd = "a\n\u00ff \u0001";
        top.makeFile(name(odd)).close();
        top.makeSymlink(name("link"), name("t\u00fe"));
        assertThat(listed(top)).containsExactly(odd, "link");
        assertThat(top.status(name(odd)).isRegular()).isTrue();
        assertThat(top.linkTarget(name("link"))).isEqualTo(name("t\u00fe"));
        top.removeFile(name(odd));
        top.removeFile(name("link"));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void nothingThatIsThereIsReplaced() throws IOException {
        Files.writeString(directory.resolve("there"), "mine");
        Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
        for (String taken : Set.of("there", "link")) {
            byte[] name = name(taken);
            assertThat(failure(() -> top.makeFile(name)).exists()).isTrue();
            assertThat(failure(() -> top.makeDirectory(name)).exists()).isTrue();
            assertThat(failure(() -> top.makeSymlink(name, name("x"))).exists()).isTrue();
            assertThat(failure(() -> top.makeSpecial(name, 0010600, 0)).exists())
                    .isTrue();
            assertThat(failure(() -> top.link(name, top, name("there"))).exists())
                    .isTrue();
        }
        assertThat(directory.resolve("there")).hasContent("mine");
        assertThat(directory.resolve("nowhere")).doesNotExist();
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("file"), "mine");
        Files.createSymbolicLink(directory.resolve("out"), outside);
        Files.createSymbolicLink(directory.resolve("file"), outside.resolve("file"));
        assertThat(failure(() -> top.enter(name("out"))).notDirectory()).isTrue();
        assertThat(failure(() -> top.directory(name("out"))).notDirectory()).isTrue();
        assertThat(failure(() -> top.openFile(name("file"))).notDirectory()).isTrue();
        top.mtime(name("file"), 7, 8);
        assertThat(top.status(name("file")).isSymlink()).isTrue();
        assertThat(top.status(name("file")).mtime()).isEqualTo(7);
        assertThat(Files.getLastModifiedTime(outside.resolve("file")).toInstant())
                .isAfter(Instant.ofEpochSecond(1_000_000_000));
        top.link(name("again"), top, name("file"));
        assertThat(directory.resolve("again")).isSymbolicLink();
        assertThat(failure(() -> top.removeDirectory(name("out"))).notDirectory())
                .isTrue();
    }

    @Test
    void metadataAreSetThroughADescriptorAndByName() throws IOException {
        try (FileHandle file = top.makeFile(name("file"));
                DirectoryHandle below = top.makeDirectory(name("dir"))) {
            assertThat(attribute("dir", "mode")).isEqualTo(0040700);
            file.permissions(04751);
            file.mtime(-2, 500_000_000);
            below.permissions(01777);
            below.owner(POSIX.user(), POSIX.group());
        }
        Status status = top.status(name("file"));
        assertThat(status.permissions()).isEqualTo(04751);
        assertThat(status.mtime()).isEqualTo(-2);
        assertThat(status.mtimeNanos()).isEqualTo(500_000_000);
        assertThat(attribute("dir", "mode")).isEqualTo(0041777);
        top.permissions(name("file"), 0640);
        top.mtime(name("file"), 1L << 32, 1);
        top.owner(name("file"), POSIX.user(), POSIX.group());
        assertThat(attribute("file", "mode")).isEqualTo(0100640);
        assertThat(Files.getLastModifiedTime(directory.resolve("file")).toInstant())
                .isEqualTo(Instant.ofEpochSecond(1L << 32, 1));
    }

    @Test
    void statusIsWhatJavaSees() throws IOException {
        Files.writeString(directory.resolve("file"), "12345");
        Files.createLink(directory.resolve("second"), directory.resolve("file"));
        Status status = top.status(name("file"));
        assertThat(status.size()).isEqualTo(5);
        assertThat(status.links()).isEqualTo(2);
        assertThat(status.inode()).isEqualTo(attribute("file", "ino"));
        assertThat(status.mode()).isEqualTo(attribute("file", "mode"));
        assertThat((int) status.uid()).isEqualTo(attribute("file", "uid"));
        assertThat((int) status.gid()).isEqualTo(attribute("file", "gid"));
        assertThat(Instant.ofEpochSecond(status.ctime(), status.ctimeNanos()))
                .isEqualTo(Instant.parse(attribute("file", "ctime").toString()));
        try (DirectoryHandle again = top.enterAgain()) {
            assertThat(again.status().isDirectory()).isTrue();
            assertThat(again.status().inode()).isEqualTo(top.status().inode());
        }
    }

    @Test
    void extendedAttributesKeepTheirBytesWhereTheFileSystemHasThem() throws IOException {
        byte[] value = {0, '\n', (byte) 0xff};
        try (FileHandle file = top.makeFile(name("file"))) {
            file.xattr(name("user.one"), value);
            top.xattr(name("file"), name("user.two"), value);
        } catch (PosixException e) {
            Assumptions.assumeTrue(e.refused(), "no user attributes here");
        }
        for (String key : Set.of("one", "two")) {
            assertThat((byte[]) Files.getAttribute(directory.resolve("file"), "user:" + key))
                    .isEqualTo(value);
        }
    }

    @Test
    void pipesHaveTheirTypeAndDevicesTheirNumber() throws IOException {
        top.makeSpecial(name("pipe"), 0010600, 0);
        assertThat(top.status(name("pipe")).mode()).isEqualTo(0010600);
        Assumptions.assumeTrue(POSIX.isRoot(), "only root makes devices");
        try {
            top.makeSpecial(name("null"), 0020600, 1 << 8 | 3);
        } catch (PosixException e) {
            Assumptions.assumeTrue(e.refused(), "no devices here");
        }
        assertThat(attribute("null", "rdev")).isEqualTo((long) (1 << 8 | 3));
    }

    @Test
    void hardLinksAreMadeBetweenDirectories() throws IOException {
        top.makeFile(name("file")).close();
        try (DirectoryHandle below = top.makeDirectory(name("dir"));
                DirectoryHandle place = top.same()) {
            below.link(name("second"), place, name("file"));
        }
        assertThat(attribute("dir/second", "ino")).isEqualTo(attribute("file", "ino"));
        assertThat(failure(() -> top.link(name("x"), top, name("miss\ning"))))
                .hasMessage("cannot be linked to miss\\x0aing: No such file or directory");
    }

    @Test
    void namesMayBeRemovedWhileTheyAreListed() throws IOException {
        int count = 1000; // several buffers
        for (int i = 0; i < count; i++) {
            Files.createFile(directory.resolve("file" + i));
        }
        assertThat(listed(top)).hasSize(count);
        int removed = 0;
        try (DirectoryHandle again = top.enterAgain()) {
            Listing listing = again.listing();
            assertThat(listing.directory()).isSameAs(again);
            for (byte[] name = listing.next(); name != null; name = listing.next()) {
                again.removeFile(name);
                removed++;
            }
        }
        assertThat(removed).isEqualTo(count);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void failuresSayWhatTheyAre() throws IOException {
        Files.createDirectories(directory.resolve("dir/below"));
        Files.createFile(directory.resolve("file"));
        assertThat(failure(() -> top.enter(name("missing"))).absent()).isTrue();
        assertThat(failure(() -> top.status(name("missing"))))
                .hasMessage("cannot be examined: No such file or directory");
        assertThat(failure(() -> top.enter(name("file"))).notDirectory()).isTrue();
        assertThat(failure(() -> top.removeFile(name("dir"))).isDirectory()).isTrue();
        assertThat(failure(() -> top.removeDirectory(name("dir"))).getMessage()).startsWith("cannot be removed: ");
        assertThat(top.linkTarget(name("file"))).isNull();
        assertThatThrownBy(() -> DirectoryHandle.open(POSIX, directory.resolve("file")))
                .isInstanceOf(PosixException.class)
                .hasMessage("cannot be opened: Not a directory");
    }

    @Test
    void everythingIsPutOnTheDisk() throws IOException {
        top.makeFile(name("file")).close();
        top.sync();
        assertThat(listed(top)).containsExactly("file");
    }
}

package dev.nydusview.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnershipTest {
    private static final int NOBODY = 65534;

    @TempDir
    Path temporary;

    private Path home;
    private Path directory;

    @BeforeEach
    void make() throws IOException {
        home = make(temporary.toRealPath().resolve("home"), "rwxr-xr-x");
        directory = make(home.resolve("cache"), "rwx------");
    }

    private static Path make(Path directory, String mode) throws IOException {
        return chmod(Files.createDirectory(directory), mode);
    }

    private static Path chmod(Path path, String mode) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static void give(Path path, int user) throws IOException {
        assumeTrue(CurrentUser.id() == 0, "only root gives files away");
        Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
    }

    private static void assertRefused(Path path, String why) {
        assertThat(Ownership.objection(path)).contains(why);
    }

    @Test
    void pipesAreRefused() throws Exception {
        Path pipe = directory.resolve("pipe");
        assumeTrue(
                new ProcessBuilder("mkfifo", "-m", "600", pipe.toString())
                                .start()
                                .waitFor()
                        == 0,
                "needs mkfifo");
        assertRefused(pipe, pipe + " is a pipe, a socket or a device");
    }

    @Test
    void myOwnFilesPass() throws IOException {
        Path file = chmod(Files.createFile(directory.resolve("file")), "rw-r--r--");
        assertThat(Ownership.objection(directory)).isEmpty();
        assertThat(Ownership.objection(file)).isEmpty();
        assertThat(Ownership.objection(home.resolve("cache/../cache/./file"))).isEmpty();
        assertThat(Ownership.objection(Path.of("/etc"))).isEmpty(); // root's
        Ownership.require(file);
    }

    @Test
    void whatIsNotThereYetPassesIfNobodyElseCanMakeIt() throws IOException {
        assertThat(Ownership.objection(directory.resolve("a/b/c"))).isEmpty();
        assertThat(Ownership.objection(Path.of("/tmp/not-there-" + System.nanoTime())))
                .isEmpty();
        chmod(home, "rwxrwxrwx");
        assertRefused(home.resolve("absent/b"), home + " may be written by others (mode 0777)");
    }

    @Test
    void foreignFilesAndDirectoriesDoNot() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        give(file, NOBODY);
        assertRefused(file, file + " belongs to user 65534, not to you or root");
        give(directory, NOBODY);
        assertRefused(directory, directory + " belongs to user 65534, not to you or root");
        assertRefused(file, directory + " belongs to user 65534, not to you or root");
        give(directory, 0);
        give(home, NOBODY);
        assertRefused(directory, home + " belongs to user 65534, not to you or root");
    }

    @Test
    void nobodyElseMayWriteWhatIsNamed() throws IOException {
        for (String mode : new String[] {"rwxrwxrwx", "rwx---rwx", "rwx----w-", "rwxrwx---", "rwx-w----"}) {
            chmod(directory, mode);
            assertThat(Ownership.objection(directory)).as(mode).hasValueSatisfying(why -> assertThat(why)
                    .startsWith(directory + " may be written by others (mode 0"));
        }
        Files.setAttribute(directory, "unix:mode", 01777);
        assertRefused(directory, directory + " may be written by others (mode 1777)");
    }

    @Test
    void aDirectoryOnTheWayMayBeSticky() throws IOException {
        Files.setAttribute(home, "unix:mode", 01777);
        assertThat(Ownership.objection(directory)).isEmpty();
        give(directory, NOBODY);
        assertRefused(directory.resolve("x"), directory + " belongs to user 65534, not to you or root");
    }

    @Test
    void aDirectoryOnTheWayMayNotBeWrittenByOtherGroups() throws IOException {
        assumeTrue(CurrentUser.id() == 0, "only root gives files away");
        Files.setAttribute(home, "unix:gid", NOBODY);
        chmod(home, "rwxrwxr-x");
        assertRefused(directory, home + " may be written by others (mode 0775)");
    }

    @Test
    void linksAreFollowedOnTheWayOnly() throws IOException {
        Path link = Files.createSymbolicLink(home.resolve("link"), Path.of("../home/cache"));
        assertRefused(link, link + " is a symbolic link");
        assertThat(Ownership.objection(link.resolve("file"))).isEmpty();

        Path open = make(home.resolve("open"), "rwxrwxrwx");
        Path in = Files.createSymbolicLink(open.resolve("link"), directory);
        assertRefused(in.resolve("file"), open + " may be written by others (mode 0777)");
        Path out = Files.createSymbolicLink(home.resolve("out"), open);
        assertRefused(out.resolve("file"), open + " may be written by others (mode 0777)");

        Path round = home.resolve("round");
        Files.createSymbolicLink(round, round);
        assertThat(Ownership.objection(round.resolve("file"))).isPresent();
        give(link, NOBODY);
        assertRefused(link.resolve("file"), link + " belongs to user 65534, not to you or root");
    }

    @Test
    void whatCannotBeLookedAtIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(Ownership.objection(file.resolve("below"))).isPresent();
        assertThatThrownBy(() -> Ownership.require(file.resolve("below"))).isInstanceOf(FileSystemException.class);
    }
}

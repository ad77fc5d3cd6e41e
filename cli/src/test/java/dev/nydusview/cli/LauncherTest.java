package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.base.CurrentUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's test of class archives, which are code; the same as {@code Ownership} makes of other files. */
class LauncherTest {
    private static final Path CLASS_ARCHIVES =
            Path.of("../launcher/class-archive.sh").toAbsolutePath().normalize();

    private Path place;
    private Path archive;

    @BeforeEach
    void make(@TempDir Path directory) throws IOException {
        place = Files.createDirectory(directory.toRealPath().resolve("place"));
        chmod(place, "rwxr-xr-x");
        archive = Files.createFile(place.resolve("classes.jsa"));
        chmod(archive, "r--r--r--");
    }

    private static void chmod(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static void give(Path path) throws IOException {
        Assumptions.assumeTrue(CurrentUser.id() == 0, "only root gives files away");
        Files.setAttribute(path, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean owned(String directory, Path file) throws Exception {
        String script = "set -u; source \"$1\"; owned \"$2\" \"$3\"";
        Process bash = new ProcessBuilder(
                        "bash", "-c", script, "bash", CLASS_ARCHIVES.toString(), directory, file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).isEmpty();
        return bash.waitFor() == 0;
    }

    private boolean owned() throws Exception {
        return owned(place.toString(), archive);
    }

    @Test
    void anArchiveOfMineIsUsed() throws Exception {
        assertThat(owned()).isTrue();
        assertThat(owned(place + "/", archive)).isTrue();
        assertThat(owned(place.toString(), place.resolve("not-there-yet"))).isTrue();
        Path link = Files.createSymbolicLink(place.resolveSibling("link"), place);
        assertThat(owned(link.toString(), link.resolve("classes.jsa"))).isTrue();
    }

    @Test
    void whatOthersMayWriteIsNot() throws Exception {
        chmod(archive, "rw-rw-r--");
        assertThat(owned()).isFalse();
        chmod(archive, "r--r--r--");
        chmod(place, "rwxrwxrwx");
        assertThat(owned()).isFalse();
        assertThat(owned(place.toString(), place.resolve("not-there-yet"))).isFalse();
        chmod(place, "rwxr-xr-x");
        chmod(place.getParent(), "rwxrwxrwx");
        assertThat(owned()).isFalse();
        Files.setAttribute(place.getParent(), "unix:mode", 01777);
        assertThat(owned()).isTrue();
    }

    @Test
    void whatOthersOwnIsNot() throws Exception {
        give(archive);
        assertThat(owned()).isFalse();
        Files.delete(archive);
        assertThat(owned()).isTrue();
        give(place);
        assertThat(owned()).isFalse();
    }

    @Test
    void linksAndRelativePathsAreNot() throws Exception {
        Path link = Files.createSymbolicLink(place.resolve("link.jsa"), archive);
        assertThat(owned(place.toString(), link)).isFalse();
        assertThat(owned("place", Path.of("place/classes.jsa"))).isFalse();
        assertThat(owned(place.resolve("absent").toString(), place.resolve("absent/x")))
                .isFalse();
        Path shared = Files.createDirectory(place.resolveSibling("shared"));
        Path way = Files.createSymbolicLink(shared.resolve("way"), place);
        chmod(shared, "rwxrwxrwx");
        assertThat(owned(way.toString(), way.resolve("classes.jsa"))).isFalse();
    }
}

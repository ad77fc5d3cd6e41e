package dev.nydusview.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests programs that unmount for users other than root. */
class UnmountingHelpersTest {
    @TempDir
    Path directory;

    private Unmounting.Helper helper(String name, String script) throws IOException {
        Path program = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new Unmounting.Helper(program.toString(), List.of("-u"), "-z");
    }

    private Unmounting.Helper missing() {
        return new Unmounting.Helper(directory.resolve("missing").toString(), List.of(), "-z");
    }

    @Test
    void firstHelperThatManagesToIsTheLast() throws IOException {
        Path words = directory.resolve("words");
        Unmounting.unmount(
                Path.of("/mnt/-x"),
                true,
                List.of(
                        missing(),
                        helper("refusing", "echo no; exit 1"),
                        helper("willing", "echo \"$LC_ALL $@\" >" + words),
                        helper("late", "rm " + words)));
        assertThat(words).hasContent("C -u -z -- /mnt/-x");
    }

    @Test
    void mountThatIsGoneIsFine() throws IOException {
        Unmounting.unmount(
                Path.of("/mnt"), false, List.of(helper("fusermount", "echo entry for /mnt not found in x; exit 1")));
    }

    @Test
    void firstRefusalIsSaid() throws IOException {
        List<Unmounting.Helper> helpers = List.of(
                missing(), helper("first", "echo it is not yours; exit 1"), helper("second", "echo never; exit 1"));
        assertThatThrownBy(() -> Unmounting.unmount(Path.of("/mnt"), false, helpers))
                .hasMessage("cannot unmount /mnt: it is not yours");
    }

    @Test
    void nobodyElseIsAskedAboutABusyMount() throws IOException {
        List<Unmounting.Helper> helpers =
                List.of(helper("first", "echo Device or resource busy >&2; exit 1"), helper("second", "exit 0"));
        assertThatThrownBy(() -> Unmounting.unmount(Path.of("/mnt"), false, helpers))
                .hasMessageStartingWith("/mnt is busy: some process has a file open");
    }

    @Test
    void whatToInstallIsSaid() {
        assertThatThrownBy(() -> Unmounting.unmount(Path.of("/mnt"), false, List.of(missing())))
                .hasMessage("cannot unmount /mnt: neither fusermount3 nor fusermount is installed");
    }
}

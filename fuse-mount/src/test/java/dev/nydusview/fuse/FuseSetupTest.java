package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuseSetupTest {
    @TempDir
    Path directory;

    private FuseSetup find() {
        String places = "relative:" + directory;
        return FuseSetup.find(Map.of("PATH", places, "LD_LIBRARY_PATH", places));
    }

    private void program(String name, String permissions) throws IOException {
        Path file = Files.createFile(directory.resolve(name));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void theNewestHelperThatCanRunIsTaken() throws IOException {
        assertThat(find().unmounter()).isEqualTo("missing");
        program("fusermount", "rwxr-xr-x");
        assertThat(find().unmounter()).isEqualTo(directory.resolve("fusermount").toString());
        program("fusermount3", "rw-r--r--");
        assertThat(find().unmounter()).isEqualTo(directory.resolve("fusermount").toString());
        Files.delete(directory.resolve("fusermount3"));
        program("fusermount3", "rwxr-xr-x");
        assertThat(find().unmounter())
                .isEqualTo(directory.resolve("fusermount3").toString());
    }

    @Test
    void theLibraryIsShownWithItsVersion() throws IOException {
        Path library = Files.createFile(directory.resolve("libfuse.so.2.9.9"));
        Files.createSymbolicLink(directory.resolve("libfuse.so.2"), library);
        assertThat(find().library()).isEqualTo(library.toRealPath().toString());
        assertThat(find().device()).isEqualTo(Files.exists(Path.of("/dev/fuse")));
    }
}

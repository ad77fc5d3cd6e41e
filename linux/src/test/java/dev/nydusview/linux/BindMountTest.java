package dev.nydusview.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("mount")
class BindMountTest {
    @TempDir
    Path directory;

    private static PrivateMounts open() throws InterruptedException {
        Optional<PrivateMounts> mounts = PrivateMounts.open(List.of());
        Assumptions.assumeTrue(mounts.isPresent(), "no mount namespaces for this user");
        return mounts.orElseThrow();
    }

    @Test
    void directoryIsSeenReadOnlyInTheNamespaceOnly() throws Exception {
        Path source = Files.createDirectory(directory.resolve("source"));
        Path place = Files.createDirectory(directory.resolve("place with blank"));
        Files.writeString(source.resolve("f"), "x");
        try (PrivateMounts mounts = open()) {
            String options = mounts.call(() -> {
                BindMount.readOnly(source, place);
                assertThat(place.resolve("f")).hasContent("x");
                assertThatThrownBy(() -> Files.writeString(place.resolve("g"), "y"))
                        .isInstanceOf(IOException.class);
                return Files.readString(Path.of("/proc/thread-self/mountinfo"))
                        .lines()
                        .filter(line -> line.contains("place\\040with\\040blank"))
                        .map(line -> line.split(" ", -1)[5])
                        .findFirst()
                        .orElse("");
            });
            assertThat(options.split(",")).contains("ro", "nosuid", "nodev", "noexec");
            Files.writeString(source.resolve("g"), "y");
        }
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void whatCannotBeBoundIsSaid() throws Exception {
        try (PrivateMounts mounts = open()) {
            assertThatThrownBy(() -> mounts.call(() -> {
                        BindMount.readOnly(directory.resolve("missing"), directory);
                        return true;
                    }))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(FileSystemException.class)
                    .hasMessage(directory.resolve("missing") + " -> " + directory
                            + ": could not be bind-mounted there read-only: No such file or directory");
        }
    }
}

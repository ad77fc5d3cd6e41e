package dev.nydusview.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real mounts of root, in a namespace of their own. */
class UnmountingTest {
    @TempDir
    Path directory;

    private PrivateMounts mounts;

    @BeforeEach
    void enter() throws InterruptedException {
        Optional<PrivateMounts> allowed = PrivateMounts.open(List.of());
        Assumptions.assumeTrue(allowed.isPresent(), "no mount namespaces for this user");
        mounts = allowed.get();
    }

    @AfterEach
    void leave() {
        if (mounts != null) {
            mounts.close();
        }
    }

    private void inside(Callable<Boolean> task) throws Exception {
        assertThat(mounts.call(task)).isTrue();
    }

    private boolean mount() throws IOException, InterruptedException {
        return new ProcessBuilder("mount", "-t", "tmpfs", "test", directory.toString())
                        .start()
                        .waitFor()
                == 0;
    }

    private boolean isMounted() throws IOException {
        return MountTable.ofThread().topmost(directory).isPresent();
    }

    @Test
    void mountLeavesTheTree() throws Exception {
        inside(this::mount);
        inside(() -> {
            Unmounting.unmount(directory, false);
            return !isMounted();
        });
    }

    @Test
    void whatIsNotMountedIsFine() throws Exception {
        inside(() -> {
            Unmounting.unmount(directory, false);
            Unmounting.unmount(directory.resolve("missing"), true);
            return true;
        });
    }

    @Test
    void busyMountLeavesTheTreeLazilyOnly() throws Exception {
        inside(this::mount);
        inside(() -> {
            Path file = Files.writeString(directory.resolve("f"), "x");
            try (InputStream in = Files.newInputStream(file)) {
                assertThatThrownBy(() -> Unmounting.unmount(directory, false))
                        .hasMessage(directory + " is busy: some process has a file open or its working directory"
                                + " there (\"fuser -vm " + directory
                                + "\" lists them); end it, or unmount lazily");
                assertThat(isMounted()).isTrue();
                Unmounting.unmount(directory, true);
                assertThat(isMounted()).isFalse();
                return in.read() == 'x';
            }
        });
    }

    @Test
    void refusalHasTheWordsOfTheSystem() {
        assertThatThrownBy(() -> mounts.call(() -> {
                    Unmounting.unmount(Files.createFile(directory.resolve("f")).resolve("g"), true);
                    return true;
                }))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .hasMessage("cannot unmount " + directory.resolve("f/g") + ": Not a directory");
    }
}

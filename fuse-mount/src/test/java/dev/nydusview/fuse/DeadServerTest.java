package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.linux.Unmounting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mounts whose server dies, or stands still. */
@Tag("mount")
class DeadServerTest {
    private static final int LIMIT_SECONDS = 20;

    @TempDir
    Path directory;

    @BeforeEach
    void needsFuse() {
        TestMounts.assumeFuse();
    }

    @AfterEach
    void unmount() throws IOException {
        Unmounting.unmount(directory, true);
    }

    private Path file(int number) {
        return directory.resolve("f" + number);
    }

    private String mounts() throws IOException {
        return Files.readString(Path.of("/proc/self/mounts"));
    }

    @Test
    void readersOfADeadMountGetErrorsAndItIsTakenAway() throws Exception {
        try (ServerProcess server = ServerProcess.start(List.of(), directory.toString(), "stay")) {
            try (InputStream open = Files.newInputStream(file(3))) {
                assertThat(open.read()).isEqualTo(ServerProcess.content(3)[0] & 0xff);
                server.signal("KILL");
                server.awaitEnd();
                assertThat(mounts()).contains(directory.toString());
                assertThatThrownBy(() -> Files.readAllBytes(file(4))).isInstanceOf(IOException.class);
                assertThatThrownBy(() -> Files.newDirectoryStream(directory).close())
                        .isInstanceOf(IOException.class);
            }
            Unmounting.unmount(directory, false);
            assertThat(mounts()).doesNotContain(directory.toString());
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void aMountIsMadeWhereADeadOneWas() throws Exception {
        try (ServerProcess server = ServerProcess.start(List.of(), directory.toString(), "stay")) {
            server.signal("KILL");
            server.awaitEnd();
            assertThatThrownBy(() -> ServerProcess.start(List.of(), directory.toString(), "stay"))
                    .hasMessageContaining("is a stale mount, left behind by a process that died");
            Unmounting.unmount(directory, false);
            try (ServerProcess next = ServerProcess.start(List.of(), directory.toString(), "stay")) {
                assertThat(file(7)).hasBinaryContent(ServerProcess.content(7));
                Unmounting.unmount(directory, false);
                next.awaitEnd();
            }
        }
        assertThat(mounts()).doesNotContain(directory.toString());
    }

    /** The kernel answers for a dead server what it has kept. */
    @Test
    void aDeadMountThatWasListedIsToldFromADirectoryWithEntries() throws Exception {
        try (ServerProcess server = ServerProcess.start(List.of(), directory.toString(), "stay")) {
            Programs.run("ls", "-l", directory.toString());
            server.signal("KILL");
            server.awaitEnd();
            assertThatThrownBy(() -> ServerProcess.start(List.of(), directory.toString(), "stay"))
                    .hasMessageContaining("is a stale mount, left behind by a process that died");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    void theHelperTakesTheMountOfADeadServerAway(String signal) throws Exception {
        TestMounts.assumeNative(); // with libfuse, the helper may look at the mount before it is dead
        try (ServerProcess server = ServerProcess.start(List.of(), directory.toString(), "auto")) {
            assertThat(file(9)).hasBinaryContent(ServerProcess.content(9));
            server.signal(signal);
            server.awaitEnd();
            awaitUnmounted();
        }
    }

    private void awaitUnmounted() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (mounts().contains(directory.toString())) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("still mounted after " + LIMIT_SECONDS + " seconds: " + mounts());
            }
            Thread.onSpinWait();
        }
        assertThat(directory).isEmptyDirectory();
    }

    /** Missing names, attributes, listings, and bytes of files that the kernel opens by itself. */
    @Test
    void theKernelDoesNotAskTwice() throws Exception {
        TestMounts.assumeNative();
        try (ServerProcess server = ServerProcess.start(List.of(), directory.toString(), "stay")) {
            List<Object> known = observed();
            server.signal("STOP");
            CompletableFuture<List<Object>> again = CompletableFuture.supplyAsync(this::observed);
            assertThat(again.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(known);
            server.signal("CONT");
            Unmounting.unmount(directory, false);
            server.awaitEnd();
        }
    }

    private List<Object> observed() {
        try {
            return List.of(
                    Files.exists(directory.resolve("none")),
                    Files.readAttributes(file(5), "unix:size,mode,ino,lastModifiedTime"),
                    List.of(directory.toFile().list()),
                    ByteBuffer.wrap(Files.readAllBytes(file(6))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void readersWaitForAServerThatIsStopped() throws Exception {
        try (ServerProcess server = ServerProcess.start(List.of(), directory.toString(), "stay")) {
            server.signal("STOP");
            CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> {
                try {
                    return Files.readAllBytes(file(11));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> read.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            server.signal("CONT");
            assertThat(read.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(ServerProcess.content(11));
            Unmounting.unmount(directory, false);
            server.awaitEnd();
        }
    }
}

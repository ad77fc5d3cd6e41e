package dev.nydusview.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
    @TempDir
    Path directory;

    private static void write(Path file, String text) throws IOException {
        OutputFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    @Test
    void aFileIsReplacedAndKeepsItsPermissions() throws IOException {
        Path file = directory.resolve("receipt");
        write(file, "first");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        write(file, "second");
        assertThat(file).hasContent("second");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void linksAreReplacedNotFollowed() throws IOException {
        Path precious = Files.writeString(directory.resolve("precious"), "mine");
        for (Path target : new Path[] {precious, directory.resolve("absent"), Path.of("/dev/stdout")}) {
            Path link = Files.createSymbolicLink(directory.resolve("link"), target);
            write(link, "new");
            assertThat(link).isRegularFile().hasContent("new");
            assertThat(Files.isSymbolicLink(link)).isFalse();
            Files.delete(link);
        }
        assertThat(precious).hasContent("mine");
        assertThat(directory.resolve("absent")).doesNotExist();
        assertThat(Files.exists(Path.of("/dev/stdout"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @Test
    void otherNamesOfTheFileKeepItsOldContent() throws IOException {
        Path precious = Files.writeString(directory.resolve("precious"), "mine");
        Path other = Files.createLink(directory.resolve("other"), precious);
        write(other, "new");
        assertThat(other).hasContent("new");
        assertThat(precious).hasContent("mine");
    }

    @Test
    void failuresNameTheFileAndLeaveNothing() throws IOException {
        assertThatThrownBy(() -> write(directory.resolve("absent/file"), "x"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(directory.resolve("absent/file").toString());
        Path taken = Files.createDirectory(directory.resolve("taken"));
        Files.createFile(taken.resolve("something"));
        assertThatThrownBy(() -> write(taken, "x"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageStartingWith(taken.toString());
        assertThatThrownBy(() -> OutputFile.write(directory.resolve("half"), out -> {
                    out.write(1);
                    throw new IOException("no more");
                }))
                .hasMessage("no more");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void pipesAreWrittenToAsTheyAre() throws Exception {
        Path pipe = directory.resolve("pipe");
        assumeTrue(
                new ProcessBuilder("mkfifo", pipe.toString())
                                .inheritIO()
                                .start()
                                .waitFor()
                        == 0,
                "needs mkfifo");
        CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(pipe);
            } catch (IOException e) {
                return e.toString();
            }
        });
        write(pipe, "through");
        assertThat(reader.get(20, TimeUnit.SECONDS)).isEqualTo("through");
        assertThat(OutputFile.isStream(pipe)).isTrue();
    }

    @Test
    void fullDiskIsNamed() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "needs /dev/full");
        assertThatThrownBy(() -> write(full, "x")).hasMessage("/dev/full: No space left on device");
    }

    @Test
    void descriptorsAreStreamsAndFilesBelowDevAreNot() throws IOException {
        for (String stream :
                new String[] {"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/dev/null", "/dev/x/../fd/2"}) {
            assertThat(OutputFile.isStream(Path.of(stream))).as(stream).isTrue();
        }
        for (String file : new String[] {"/dev/shm/receipt", "/tmp/receipt", "receipt", "/device"}) {
            assertThat(OutputFile.isStream(Path.of(file))).as(file).isFalse();
        }
    }

    @Test
    void privateFilesAreTheirOwnersAlone() throws IOException {
        Path file = directory.resolve("private");
        for (int i = 0; i < 2; i++) {
            OutputFile.writePrivate(file, new byte[] {'x'});
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }
}

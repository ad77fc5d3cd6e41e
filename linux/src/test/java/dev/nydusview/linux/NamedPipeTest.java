package dev.nydusview.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedPipeTest {
    @TempDir
    Path directory;

    @Test
    void onlyThisUserCanOpenIt() throws IOException {
        Path pipe = directory.resolve("pipe");
        NamedPipe.make(pipe);
        PosixFileAttributes attributes = Files.readAttributes(pipe, PosixFileAttributes.class);
        assertThat(attributes.isOther()).isTrue();
        assertThat(PosixFilePermissions.toString(attributes.permissions())).isEqualTo("rw-------");
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        Path pipe = directory.resolve("p\u00efpe");
        NamedPipe.make(pipe);
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(pipe);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        Files.writeString(pipe, "words");
        assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo("words");
    }

    @Test
    void placeThatIsTakenIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "kept");
        assertThatThrownBy(() -> NamedPipe.make(file))
                .hasMessage("cannot make the named pipe " + file + ": File exists");
        assertThat(file).hasContent("kept");
    }
}

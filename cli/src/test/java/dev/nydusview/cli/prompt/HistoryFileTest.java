package dev.nydusview.cli.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.env.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private HistoryFile history(Map<String, String> variables) {
        return new HistoryFile(new Environment(
                variables,
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                new PrintStream(said, true, StandardCharsets.UTF_8),
                Terminal.NONE));
    }

    private HistoryFile history() {
        return history(Map.of("XDG_STATE_HOME", directory.toString(), "HOME", "/nowhere"));
    }

    private Path file() {
        return directory.resolve("nydusview/history");
    }

    @Test
    void isForItsOwnerOnly() throws IOException {
        history().add("stat größe");

        assertThat(file()).content(StandardCharsets.UTF_8).isEqualTo("stat größe\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void severalPromptsShareIt() {
        HistoryFile one = history();
        HistoryFile other = history();
        one.add("first");
        other.add("second");
        one.add("second");
        one.add(" ");
        one.add("x".repeat(5000));
        one.add("first");

        assertThat(history().lines()).containsExactly("first", "second", "first");
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void keepsTheLastThousandLines() throws IOException {
        Files.createDirectories(file().getParent());
        String old = IntStream.range(0, 3000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
        Files.writeString(file(), old);
        HistoryFile history = history();

        assertThat(history.lines()).hasSize(1000).startsWith("line 2000").endsWith("line 2999");
        history.add("one more");
        assertThat(file()).content().startsWith("line 2001\n").endsWith("line 2999\none more\n");
        assertThat(Files.readAllLines(file())).hasSize(1000);
    }

    @Test
    void saysOnceThatItCannotBeKept() throws IOException {
        Files.writeString(directory.resolve("nydusview"), "in the way");
        HistoryFile history = history();

        assertThat(history.lines()).isEmpty();
        history.add("ls");
        assertThat(said.toString(StandardCharsets.UTF_8))
                .isEqualTo("nydusview: the history is not saved: " + directory.resolve("nydusview")
                        + ": not a directory\n");
    }

    @Test
    void needsAHome() {
        history(Map.of()).add("ls");

        assertThat(said.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "nydusview: the history is not saved: set HOME or XDG_STATE_HOME to a directory that you own\n");
    }
}

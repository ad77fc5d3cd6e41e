package dev.nydusview.jobs.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.jobs.RecordedConsole;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.UnwrittenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
    private final RecordedConsole console = new RecordedConsole(Map.of());

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"-", "/dev/stdout", "/dev/fd/1"})
    void standardOutputHasSeveralNames(String name) throws IOException {
        Destination place = Destination.of(Path.of(name));

        place.clear("it");
        place.write(console, out -> out.write('x'));

        assertThat(place).isEqualTo(Destination.STANDARD_OUTPUT).hasToString("standard output");
        assertThat(console.printed()).isEqualTo("x");
    }

    @Test
    void aFileIsOnePlaceByAllOfItsNames() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);

        assertThat(Destination.of(real.resolve("file")))
                .isEqualTo(Destination.of(link.resolve("file")))
                .isEqualTo(Destination.of(directory.resolve("link/../real/file")))
                .isNotEqualTo(Destination.of(real.resolve("other")));
    }

    @Test
    void whatWasThereIsGoneFromTheStart() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "old");

        Destination.of(file).clear("it");

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFailureLeavesNothing() throws IOException {
        Destination place = Destination.of(directory.resolve("file"));

        assertThatThrownBy(() -> place.write(console, out -> {
                    out.write("half".getBytes(StandardCharsets.UTF_8));
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UnwrittenException.class)
                .hasMessage("cannot write to " + directory.resolve("file") + ": No space left on device");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aPlaceThatCannotBeAFileIsWrongUse() {
        assertThatThrownBy(() -> Destination.of(directory).clear("the receipt"))
                .isInstanceOf(CommandException.class)
                .hasMessage("the receipt cannot be written to " + directory + ": it is a directory: name a file in it");
        Path lost = directory.resolve("none/file");
        assertThatThrownBy(() -> Destination.of(lost).clear("the receipt"))
                .isInstanceOf(CommandException.class)
                .hasMessage("the receipt cannot be written to " + lost + ": the directory " + lost.getParent()
                        + " does not exist: create it, or name another");
    }
}

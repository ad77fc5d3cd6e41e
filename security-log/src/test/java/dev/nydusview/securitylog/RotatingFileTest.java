package dev.nydusview.securitylog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of logs in files. */
@Timeout(120)
final class RotatingFileTest {
    private static final int LINE = Events.line(100).length() + 1;

    private final Events events = new Events();

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("events.json");
    }

    private void write(FileRotation rotation, int from, int to) throws IOException {
        try (SecurityLog log = events.open(rotation, file().toString())) {
            IntStream.range(from, to).mapToObj(Events::event).forEach(log::put);
        }
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(Events::line).toList();
    }

    @Test
    void eventsAreAppended() throws IOException {
        write(FileRotation.DEFAULT, 0, 2);
        write(FileRotation.DEFAULT, 2, 3);
        assertThat(file()).hasContent(String.join("\n", lines(0, 3)) + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-r-----");
        assertThat(events.messages).isEmpty();
    }

    @Test
    void filesAreRotatedBeforeTheyGrowTooLarge() throws IOException {
        write(new FileRotation(10L * LINE, 3), 100, 145);
        assertThat(file()).hasContent(String.join("\n", lines(140, 145)) + "\n");
        assertThat(directory.resolve("events.json.1")).hasContent(String.join("\n", lines(130, 140)) + "\n");
        assertThat(directory.resolve("events.json.2")).hasContent(String.join("\n", lines(120, 130)) + "\n");
        assertThat(directory).isDirectoryNotContaining("glob:**.3");
    }

    @Test
    void oneFileIsBegunAgain() throws IOException {
        write(new FileRotation(10L * LINE, 1), 100, 125);
        assertThat(file()).hasContent(String.join("\n", lines(120, 125)) + "\n");
        assertThat(directory).isDirectoryNotContaining("glob:**.1");
    }

    @Test
    void aLineIsNeverCut() throws IOException {
        write(new FileRotation(1, 3), 0, 2);
        assertThat(file()).hasContent(Events.line(1) + "\n");
        assertThat(directory.resolve("events.json.1")).hasContent(Events.line(0) + "\n");
    }

    @Test
    void aFileThatWasMovedAwayIsMadeAgain() throws Exception {
        try (SecurityLog log = events.open(FileRotation.DEFAULT, file().toString())) {
            log.put(Events.event(1));
            awaitLines(file(), 1);
            Files.move(file(), directory.resolve("moved"));
            log.put(Events.event(2));
            awaitLines(file(), 1);
        }
        assertThat(directory.resolve("moved")).hasContent(Events.line(1) + "\n");
        assertThat(file()).hasContent(Events.line(2) + "\n");
    }

    private static void awaitLines(Path file, int count) throws Exception {
        while (!Files.exists(file) || Files.readAllLines(file).size() < count) {
            Thread.sleep(10);
        }
    }

    @Test
    void severalProcessesRotateOneFileAndLoseNothing() throws Exception {
        int writers = 3;
        int each = 400;
        List<Process> processes = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            processes.add(new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            LogWriter.class.getName(),
                            file().toString(),
                            Integer.toString(1000 * (writer + 1)),
                            Integer.toString(each),
                            Integer.toString(100 * LINE))
                    .inheritIO()
                    .start());
        }
        for (Process process : processes) {
            assertThat(process.waitFor()).isZero();
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<String> all = new ArrayList<>();
            for (Path file : files.toList()) {
                assertThat(Files.size(file)).isLessThanOrEqualTo(100L * LINE);
                all.addAll(Files.readAllLines(file));
            }
            List<String> expected = IntStream.rangeClosed(1, writers)
                    .mapToObj(writer -> lines(1000 * writer, 1000 * writer + each))
                    .flatMap(List::stream)
                    .toList();
            assertThat(all).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void aFullDiskLosesNoLineOfThoseBefore() {
        assertThatThrownBy(() -> {
                    try (SecurityLog log = events.open(FileRotation.DEFAULT, "/dev/full")) {
                        log.put(Events.event(1));
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1 event could not be delivered to /dev/full: No space left");
        assertThat(events.messages)
                .singleElement()
                .asString()
                .startsWith("the security log cannot be written to /dev/full");
    }

    @Test
    void symbolicLinksAreRefused() throws IOException {
        Path target = Files.createFile(directory.resolve("target"));
        Files.createSymbolicLink(file(), target);
        assertThatThrownBy(() -> events.open(FileRotation.DEFAULT, file().toString()))
                .isInstanceOf(IOException.class);
        Files.delete(target);
        assertThatThrownBy(() -> events.open(FileRotation.DEFAULT, file().toString()))
                .isInstanceOf(IOException.class);
        assertThat(target).doesNotExist();
    }

    @Test
    void aFileThatCannotBeOpenedIsToldAtOnce() {
        assertThatThrownBy(() -> events.open(FileRotation.DEFAULT, directory + "/none/events.json"))
                .isInstanceOf(NoSuchFileException.class);
    }
}

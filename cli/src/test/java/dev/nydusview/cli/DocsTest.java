package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.jobs.metrics.Metric;
import dev.nydusview.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generates {@code docs/cli} and tables of other documents from the commands; {@code -Dupdate.cli.docs=true} writes
 * them.
 */
class DocsTest {
    private static final Path DOCS = TestData.root().resolveSibling("docs").resolve("cli");
    private static final Path README = TestData.root().resolveSibling("README.md");
    private static final Path REQUESTS = DOCS.resolveSibling("inspect.md");
    private static final Path OBSERVABILITY = DOCS.resolveSibling("observability.md");
    private static final String REMEDY = "run mvn -pl cli -am test -Dupdate.cli.docs=true";

    @Test
    void referenceIsUpToDate(@TempDir Path home) throws IOException {
        Map<String, String> generated = new Reference(home).pages();
        if (Boolean.getBoolean("update.cli.docs")) {
            write(generated);
        }

        assertThat(committed()).as(REMEDY).isEqualTo(generated);
    }

    @Test
    void exitCodesOfTheReadmeAreUpToDate() throws IOException {
        requireUpToDate(README, ExitCodeTable.of(Nydusview.commandLine(Environment.ofProcess())));
    }

    @Test
    void requestsOfInspectAreUpToDate(@TempDir Path home) throws IOException {
        requireUpToDate(REQUESTS, RequestTable.of(new Cli(home)));
    }

    @Test
    void metricsOfObservabilityAreUpToDate() throws IOException {
        requireUpToDate(OBSERVABILITY, metrics());
    }

    private static GeneratedTable metrics() {
        List<List<String>> rows = Stream.of(Metric.values())
                .map(metric -> List.of(
                        "`" + metric.exposedName() + "`",
                        metric.type(),
                        metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", ")),
                        metric.help()))
                .toList();
        return new GeneratedTable("metrics", List.of("name", "type", "labels", "meaning"), rows);
    }

    private static void requireUpToDate(Path document, GeneratedTable table) throws IOException {
        String generated = table.replacedIn(Files.readString(document));
        if (Boolean.getBoolean("update.cli.docs")) {
            Files.writeString(document, generated);
        }

        assertThat(Files.readString(document)).as(REMEDY).isEqualTo(generated);
    }

    private static void write(Map<String, String> pages) throws IOException {
        Files.createDirectories(DOCS);
        for (String old : committed().keySet()) {
            Files.delete(DOCS.resolve(old));
        }
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Files.writeString(DOCS.resolve(page.getKey()), page.getValue());
        }
    }

    private static Map<String, String> committed() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        if (!Files.isDirectory(DOCS)) {
            return pages;
        }
        try (Stream<Path> files = Files.list(DOCS)) {
            for (Path file : files.toList()) {
                pages.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return pages;
    }
}

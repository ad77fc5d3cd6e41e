package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/cli} is what the commands say of themselves; {@code -Dupdate.cli.docs=true} writes it anew. */
class DocsTest {
    private static final Path DOCS = TestData.root().resolveSibling("docs").resolve("cli");

    @Test
    void referenceIsUpToDate(@TempDir Path home) throws IOException {
        Map<String, String> generated = new Reference(home).pages();
        if (Boolean.getBoolean("update.cli.docs")) {
            write(generated);
        }

        assertThat(committed())
                .as("run mvn -pl cli -am test -Dupdate.cli.docs=true")
                .isEqualTo(generated);
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

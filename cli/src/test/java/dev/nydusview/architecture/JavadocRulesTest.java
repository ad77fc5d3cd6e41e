package dev.nydusview.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of docs/style.md for the javadoc of all sources, tests included. */
class JavadocRulesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** A javadoc whose first word is neither a noun nor a verb. */
    private static final Pattern BEGINNING =
            Pattern.compile("/\\*\\*[\\s*]*(?:What|Whether|Those|That|Who|How|Where|Why|Of|When)\\b");

    @Test
    void javadocBeginsWithANounOrAVerb() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources()) {
            String text = Files.readString(file);
            for (Matcher javadoc = BEGINNING.matcher(text); javadoc.find(); ) {
                long line = 1
                        + text.substring(0, javadoc.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                found.add(ROOT.relativize(file) + ":" + line + ": " + javadoc.group());
            }
        }
        assertThat(found).as("docs/style.md, Javadoc and comments").isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.sorted().toList()) {
                for (String kind : List.of("main", "test")) {
                    sources.addAll(javaFiles(module.resolve("src").resolve(kind).resolve("java")));
                }
            }
        }
        assertThat(sources).hasSizeGreaterThan(500);
        return sources;
    }

    private static List<Path> javaFiles(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }
}

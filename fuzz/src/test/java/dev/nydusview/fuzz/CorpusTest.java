package dev.nydusview.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that every kept input has the outcome that its name begins with, and that every target accepts one of its
 * seeds.
 */
class CorpusTest {
    private static final Path CORPUS = TestData.root().resolveSibling("fuzz").resolve("corpus");

    static Stream<String> targets() {
        return Targets.names().stream();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void inputsHaveTheOutcomeOfTheirName(String name) throws IOException {
        Target target = Targets.of(name);
        for (Path input : inputs(name)) {
            byte[] bytes = Files.readAllBytes(input);
            Outcome outcome = Outcome.of(() -> target.run(bytes));
            assertThat(outcome.failure()).as("%s", input).isNull();
            assertThat(String.valueOf(input.getFileName())).startsWith(outcome.label() + "-");
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void aSeedIsServedAndNoneIsADefect(String name) throws IOException {
        Target target = Targets.of(name);
        List<String> labels = new ArrayList<>();
        for (byte[] seed : target.seeds()) {
            Outcome outcome = Outcome.of(() -> target.run(seed));
            assertThat(outcome.failure()).isNull();
            labels.add(outcome.label());
        }
        assertThat(labels).contains("served");
    }

    @Test
    void everyInputIsOfATarget() throws IOException {
        try (Stream<Path> directories = Files.list(CORPUS)) {
            assertThat(directories.map(directory -> String.valueOf(directory.getFileName())))
                    .isSubsetOf(Targets.names());
        }
    }

    private static List<Path> inputs(String name) throws IOException {
        try (Stream<Path> files = Files.list(CORPUS.resolve(name))) {
            return files.sorted().toList();
        }
    }
}

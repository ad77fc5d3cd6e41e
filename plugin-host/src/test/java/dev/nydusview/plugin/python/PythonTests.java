package dev.nydusview.plugin.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.nydusview.testdata.ProcessLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A run of all tests in Python, by {@code python/tests/run.py}, whose outcomes are read while it runs. */
final class PythonTests implements AutoCloseable {
    private record Outcome(String id, String outcome, String details) {}

    /** Limit of one test, which may mount and scan. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final ProcessLines lines;
    private final Path errors;
    private final List<String> ids;
    private final Map<String, Outcome> outcomes = new HashMap<>();

    private PythonTests(Process process, Path errors) throws IOException, InterruptedException {
        this.process = process;
        this.lines = ProcessLines.of(process.getInputStream(), LIMIT);
        this.errors = errors;
        String first = lines.nextOrEnd().orElseGet(() -> fail(read(errors)));
        this.ids = JSON.readValue(first, new TypeReference<>() {});
        assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
    }

    /** Tests whether python3 with click is installed. */
    static boolean arePossible() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "import click")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Starts the run; its standard error goes to a file in {@code directory}. */
    static PythonTests start(Path directory) throws IOException, InterruptedException {
        Path errors = directory.resolve("errors");
        Process process = new ProcessBuilder("python3", "-B", "../python/tests/run.py")
                .redirectError(errors.toFile())
                .start();
        try {
            return new PythonTests(process, errors);
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Ids of all tests, in the order in which they run. */
    List<String> ids() {
        return ids;
    }

    /** Waits for the outcome of a test, and has the same outcome itself. */
    void check(String id) throws IOException, InterruptedException {
        Outcome outcome = outcome(id);
        if (outcome == null) {
            fail("%s has not run: %s%s", id, read(errors), outcomes.values());
        } else if (outcome.outcome().equals("skipped")) {
            Assumptions.abort(outcome.details());
        } else if (!outcome.outcome().equals("passed")) {
            fail("%s\n%s", id, outcome.details());
        }
    }

    private @Nullable Outcome outcome(String id) throws IOException, InterruptedException {
        while (!outcomes.containsKey(id)) {
            Optional<String> line = lines.nextOrEnd();
            if (line.isEmpty()) {
                return null;
            }
            Outcome read = JSON.readValue(line.get(), Outcome.class);
            outcomes.put(read.id(), read);
        }
        return outcomes.remove(id);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

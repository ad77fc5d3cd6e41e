package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of docs/tutorial.md in one shell, and compares what they print with what it shows. */
class TutorialTest {
    private static final Path TUTORIAL = Path.of("../docs/tutorial.md");
    private static final String PROMPT = "$ ";
    private static final String MORE = "> ";
    private static final String REST = "...";

    /** A line that separates the outputs of commands. */
    private static final String END = "-- end of a command --";

    private Path directory;

    /** A command, and the lines that it is said to print. */
    private record Step(List<String> command, List<String> shown) {
        Step(String command) {
            this(new ArrayList<>(List.of(command)), new ArrayList<>());
        }
    }

    @BeforeEach
    void makePlace(@TempDir Path temporary) throws IOException {
        directory = temporary.toRealPath();
        Files.createSymbolicLink(directory.resolve("testdata"), TestData.root().toRealPath());
        InstalledProgram.in(directory);
    }

    @Test
    void theCommandsPrintWhatIsShown() throws Exception {
        List<Step> steps = steps();
        assertThat(steps).hasSizeGreaterThan(15);
        List<String> printed = run(steps);
        assertThat(printed).hasSize(steps.size() + 1); // behind the last one is nothing
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            assertThat(printed.get(i)).as(String.join("\n", step.command())).matches(pattern(step.shown()));
        }
    }

    private static List<Step> steps() throws IOException {
        List<Step> steps = new ArrayList<>();
        boolean console = false;
        for (String line : Files.readAllLines(TUTORIAL)) {
            if (line.startsWith("```")) {
                console = line.equals("```console");
            } else if (console && line.startsWith(PROMPT)) {
                steps.add(new Step(line.substring(PROMPT.length())));
            } else if (console && line.startsWith(MORE)) {
                steps.get(steps.size() - 1).command().add(line.substring(MORE.length()));
            } else if (console) {
                steps.get(steps.size() - 1).shown().add(line);
            }
        }
        return steps;
    }

    /** Returns what each of the commands prints, and what comes after the last one. */
    private List<String> run(List<Step> steps) throws Exception {
        StringBuilder script = new StringBuilder();
        for (Step step : steps) {
            String command = String.join("\n", step.command());
            script.append(command).append("\nstatus=$?; echo '").append(END).append("'; (exit $status)\n");
        }
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("printed").toFile());
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("XDG_RUNTIME_DIR", directory.toString());
        builder.environment().put("NYDUSVIEW_PLATFORM", "linux/amd64"); // of the sample images, whatever this runs on
        builder.environment().merge("PATH", directory + "/bin", (path, own) -> own + ":" + path);
        Process bash = builder.start();
        assertThat(bash.waitFor(5, TimeUnit.MINUTES)).isTrue();
        String all = Files.readString(directory.resolve("printed"));
        return Arrays.asList(all.split(Pattern.quote(END + "\n"), -1));
    }

    /** Three dots are the rest of a line, or as a line of their own any number of lines. */
    private static Pattern pattern(List<String> shown) {
        String lines = shown.stream()
                .map(line -> line.equals(REST) ? "(?:[^\n]*\n)*" : line(line) + "\n")
                .collect(Collectors.joining());
        return Pattern.compile(lines);
    }

    private static String line(String shown) {
        return Arrays.stream(shown.split(Pattern.quote(REST), -1))
                .map(Pattern::quote)
                .collect(Collectors.joining("[^\n]*"));
    }
}

package dev.nydusview.cli.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {
    private static Shell shell;

    @BeforeAll
    static void open() throws IOException {
        byte[] bootstrap = Files.readAllBytes(GoldenImage.of("v5-zstd-4k").bootstrap());
        PathCompletion paths =
                new PathCompletion(RafsImage.open(ByteBuffer.wrap(bootstrap)).tree());
        shell = new PathsOnly(paths);
    }

    /** Completes and answers nothing. */
    private record PathsOnly(PathCompletion paths) implements Shell {
        @Override
        public String prompt() {
            return "> ";
        }

        @Override
        public boolean run(String line, Output out) {
            return false;
        }

        @Override
        public List<String> commands() {
            return List.of("stat", "stats", "ls");
        }

        @Override
        public List<String> options(String command) {
            return command.equals("ls") ? List.of("--long", "--recursive") : List.of();
        }

        @Override
        public List<Candidate> arguments(String command, String word) {
            return paths.candidates("/names", word);
        }
    }

    private static Completion complete(String line) {
        return Completion.of(shell, line, line.length());
    }

    private static String completed(String line) {
        Completion completion = complete(line);
        return line.substring(0, completion.start()) + completion.text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "l|`ls `",
                "st|stat",
                "ls --r|`ls --recursive `",
                "stat --r|stat --r",
                "stat /emp|stat /empty-dir/",
                "stat /etc/pas|`stat /etc/passwd `",
                "stat ../etc/pas|`stat ../etc/passwd `",
                "stat .hi|`stat .hidden `",
                "stat with|`stat with\\ space `",
                "stat 'with|`stat 'with space' `",
                "stat \"with|`stat \"with space\" `",
                "stat wi\"th|`stat \"with space\" `",
                "stat 'quo|`stat 'quote'\"'\"'\"q' `",
                "stat quo|`stat quote\\'\\\"q `",
                "stat back\\\\|`stat back\\\\slash `",
                "stat \\x01|`stat \\x01ctl\\x7f `",
                "stat \\x77it|`stat with\\ space `",
                "stat latin1-\\xe9|`stat latin1-\\xe9\\xff\\x80 `",
                "stat /links/tod|stat /links/todir/",
                "stat nothing|stat nothing",
                "stat /nowhere/x|stat /nowhere/x",
                "stat /etc/passwd/x|stat /etc/passwd/x",
            })
    void completes(String line, String completed) {
        assertThat(completed(line)).isEqualTo(completed);
    }

    @ParameterizedTest
    @ValueSource(chars = {'\0', '\'', '"'})
    void everyNameLeadsBackToItself(char quote) throws IOException {
        ShellWords.Unfinished word = new ShellWords.Unfinished(List.of("stat"), "", 5, quote);
        for (Candidate candidate : shell.arguments("stat", "")) {
            String line = "stat " + word.replacement(candidate.word(), true);

            assertThat(ShellWords.split(line)).containsExactly("stat", candidate.word());
        }
    }

    @Test
    void listsAllNamesOfADirectory() throws IOException {
        long names = GoldenImage.of("v5-zstd-4k").listing().entries().keySet().stream()
                .filter(path -> path.startsWith("/names/"))
                .count();

        assertThat(complete("stat ").candidates()).hasSize((int) names).contains(new Candidate(".hidden", ".hidden"));
    }

    @Test
    void keepsWhatFollowsTheCursor() {
        Completion completion = Completion.of(shell, "stat wit -l", 8);

        assertThat(completion.text()).isEqualTo("with\\ space");
    }
}

package dev.nydusview.cli.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.jobs.exit.CommandException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ls|ls",
                "stat with\\ space|stat,with space",
                "stat 'with space'|stat,with space",
                "stat \"with space\"|stat,with space",
                "a'b c'd|ab cd",
                "it\\'s|it's",
                "\"it's\"|it's",
                "'say \"x\"'|say \"x\"",
                "\"say \\\"x\\\"\"|say \"x\"",
                "\\x41 \\\\ a\\b|\\x41,\\\\,a\\b",
                "'\\x41' '\\\\'|\\x41,\\\\",
                "\"\\x41\" \"\\\\\" \"a\\'b\"|\\x41,\\\\,a\\'b",
                "two\\\\ words|two\\\\,words",
                "'a\\' b|a\\,b",
            })
    void splits(String line, String words) throws CommandException {
        assertThat(ShellWords.split("  " + line + "\t")).containsExactly(words.split(",", -1));
    }

    @Test
    void aBackslashAtTheEndStays() throws CommandException {
        assertThat(ShellWords.split("end\\")).containsExactly("end\\");
        assertThat(ShellWords.split("a end\\\\ ")).containsExactly("a", "end\\\\");
    }

    @Test
    void emptyWordsNeedQuotes() throws CommandException {
        assertThat(ShellWords.split("")).isEmpty();
        assertThat(ShellWords.split(" \t ")).isEmpty();
        assertThat(ShellWords.split("'' \"\"")).containsExactly("", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "ls 'a b", "ls \"a b\\\"", "\"'", "'\""})
    void wantsQuotesClosed(String line) {
        char quote = line.contains("\"") && !line.equals("'\"") ? '"' : '\'';

        assertThatThrownBy(() -> ShellWords.split(line))
                .isInstanceOf(CommandException.class)
                .hasMessage("the quote " + quote + " is not closed; write \\" + quote + " for one in a name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain|plain",
                "\\x41\\\\|\\x41\\\\",
                "with space|'with space'",
                "it's|\"it's\"",
                "say \"x\"|'say \"x\"'",
                "'\"|''\"'\"'\"'",
                "``|''",
            })
    void quotes(String word, String quoted) throws CommandException {
        assertThat(ShellWords.quote(word)).isEqualTo(quoted);
        assertThat(ShellWords.split(quoted)).containsExactly(word);
    }

    @Test
    void anyWordsComeBack() throws CommandException {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 5_000; i++) {
            String first = random(random);
            String second = random(random);

            assertThat(ShellWords.split(ShellWords.quote(first) + " " + ShellWords.quote(second)))
                    .isEqualTo(List.of(first, second));
        }
    }

    private static String random(SplittableRandom random) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            word.append("\\'\" \ta\n/".charAt(random.nextInt(8)));
        }
        return word.toString();
    }

    @Test
    void knowsWhereTheLastWordStarts() {
        assertThat(ShellWords.unfinished("stat /etc/pa"))
                .isEqualTo(new ShellWords.Unfinished(List.of("stat"), "/etc/pa", 5, '\0'));
        assertThat(ShellWords.unfinished("stat ")).isEqualTo(new ShellWords.Unfinished(List.of("stat"), "", 5, '\0'));
        assertThat(ShellWords.unfinished("stat a'b c"))
                .isEqualTo(new ShellWords.Unfinished(List.of("stat"), "ab c", 5, '\''));
        assertThat(ShellWords.unfinished("")).isEqualTo(new ShellWords.Unfinished(List.of(), "", 0, '\0'));
    }
}

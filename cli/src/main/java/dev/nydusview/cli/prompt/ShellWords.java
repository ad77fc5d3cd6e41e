package dev.nydusview.cli.prompt;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a request line, which blanks separate. Single and double quotes keep blanks; {@code \"} is a quote
 * between double ones, and outside of quotes a backslash makes the blank or quote after it literal. Every other
 * backslash stays, and two stay two, so that escapes of bytes in paths come through unchanged.
 */
public final class ShellWords {
    /** Value of a quote character outside of quotes. */
    static final char NO_QUOTE = 0;

    private final String line;
    private final List<String> complete = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int start = -1;
    private char quote = NO_QUOTE;

    private ShellWords(String line) {
        this.line = line;
        int at = 0;
        while (at < line.length()) {
            at = take(at);
        }
    }

    /** The words of {@code line}; a quote that is not closed is wrong usage. */
    public static List<String> split(String line) throws CommandException {
        ShellWords words = new ShellWords(line);
        if (words.quote != NO_QUOTE) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "the quote " + words.quote + " is not closed; write \\" + words.quote + " for one in a name");
        }
        words.endWord();
        return words.complete;
    }

    /** Text that {@link #split} makes {@code word} of, and nothing else. */
    public static String quote(String word) {
        boolean open = endsWithOpenBackslash(word);
        boolean bare = !word.isEmpty() && !open && word.chars().noneMatch(c -> isBlank((char) c) || isQuote((char) c));
        if (bare) {
            return word;
        }
        boolean doubled = word.indexOf('\'') >= 0 && word.indexOf('"') < 0 && !open;
        return doubled ? '"' + word + '"' : '\'' + continued(word, '\'') + '\'';
    }

    /**
     * The words of a line that is still being written.
     *
     * @param before the words that are complete
     * @param last the word at the end of the line, empty after a blank
     * @param start where it starts in the line, with its quotes
     * @param quote the quote that is open in it, or {@link #NO_QUOTE}
     */
    public record Unfinished(List<String> before, String last, int start, char quote) {
        /**
         * Returns the text to write in place of the last word so that it becomes {@code word}, and is closed or may go
         * on.
         */
        public String replacement(String word, boolean closed) {
            if (quote == NO_QUOTE) {
                return escaped(word);
            }
            return quote + continued(word, quote) + (closed ? String.valueOf(quote) : "");
        }
    }

    /** Reads the beginning of a line, however it ends. */
    public static Unfinished unfinished(String beginning) {
        ShellWords words = new ShellWords(beginning);
        int start = words.start < 0 ? beginning.length() : words.start;
        return new Unfinished(words.complete, words.word.toString(), start, words.quote);
    }

    /** Takes the character at {@code at} into the word and returns the index after it. */
    private int take(int at) {
        char c = line.charAt(at);
        if (quote == NO_QUOTE && isBlank(c)) {
            endWord();
            return at + 1;
        }
        if (start < 0) {
            start = at;
        }
        if (quote == NO_QUOTE && isQuote(c)) {
            quote = c;
        } else if (c == quote) {
            quote = NO_QUOTE;
        } else if (c == '\\' && quote != '\'' && at + 1 < line.length()) {
            return takeBackslash(at);
        } else {
            word.append(c);
        }
        return at + 1;
    }

    private int takeBackslash(int at) {
        char next = line.charAt(at + 1);
        boolean literal = quote == NO_QUOTE ? isBlank(next) || isQuote(next) : next == quote;
        if (literal) {
            word.append(next);
        } else if (next == '\\') {
            word.append("\\\\");
        } else {
            word.append('\\');
            return at + 1;
        }
        return at + 2;
    }

    private void endWord() {
        if (start >= 0) {
            complete.add(word.toString());
        }
        word.setLength(0);
        start = -1;
    }

    private static String escaped(String word) {
        StringBuilder text = new StringBuilder();
        word.chars().forEach(c -> {
            if (isBlank((char) c) || isQuote((char) c)) {
                text.append('\\');
            }
            text.append((char) c);
        });
        return text.toString();
    }

    /**
     * {@code word} between two of {@code quote}; single ones let nothing escape, so they are left for their own kind.
     */
    private static String continued(String word, char quote) {
        return quote == '\'' ? word.replace("'", "'\"'\"'") : word.replace("\"", "\\\"");
    }

    /** Tests whether the last backslash is not itself escaped, so that it would act on what follows the word. */
    private static boolean endsWithOpenBackslash(String word) {
        int end = word.length();
        while (end > 0 && word.charAt(end - 1) == '\\') {
            end--;
        }
        return (word.length() - end) % 2 == 1;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"';
    }
}

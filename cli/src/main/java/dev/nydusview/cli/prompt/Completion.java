package dev.nydusview.cli.prompt;

import dev.nydusview.base.SafeText;
import dev.nydusview.cli.prompt.ShellWords.Unfinished;
import java.util.List;
import java.util.stream.Stream;

/**
 * Result of completing a line: everything before the cursor from {@code start} on becomes {@code text}.
 *
 * @param start offset in the line
 * @param text with quotes as the user began them
 * @param candidates choices; at most one if there is nothing to choose
 */
record Completion(int start, String text, List<Candidate> candidates) {
    /** Completes the word that ends at {@code cursor}. */
    static Completion of(Shell shell, String line, int cursor) {
        String beginning = line.substring(0, cursor);
        Unfinished words = ShellWords.unfinished(beginning);
        List<Candidate> candidates = candidates(shell, words);
        String written = beginning.substring(words.start());
        boolean atEnd = cursor == line.length();
        String text =
                switch (candidates.size()) {
                    case 0 -> written;
                    case 1 -> only(words, candidates.get(0), atEnd);
                    default -> {
                        String common = commonBeginning(candidates);
                        yield longer(common, words.last()) ? words.replacement(common, false) : written;
                    }
                };
        return new Completion(words.start(), text, candidates);
    }

    /** Tests whether completion changes the line. */
    boolean changes(String line, int cursor) {
        return !line.substring(start, cursor).equals(text);
    }

    private static List<Candidate> candidates(Shell shell, Unfinished words) {
        String word = words.last();
        if (words.before().isEmpty()) {
            return beginning(shell.commands(), word);
        }
        String command = words.before().get(0);
        return word.startsWith("-") ? beginning(shell.options(command), word) : shell.arguments(command, word);
    }

    private static List<Candidate> beginning(List<String> all, String word) {
        return all.stream()
                .filter(text -> text.startsWith(word))
                .map(Candidate::of)
                .toList();
    }

    private static String only(Unfinished words, Candidate candidate, boolean atEnd) {
        boolean closed = candidate.complete() && atEnd;
        return words.replacement(candidate.word(), closed) + (closed ? " " : "");
    }

    private static boolean longer(String escaped, String word) {
        return SafeText.unescape(escaped).length > SafeText.unescape(word).length;
    }

    /** The longest text that all begin with and that no escape is cut in. */
    private static String commonBeginning(List<Candidate> candidates) {
        String first = candidates.get(0).word();
        int common = first.length();
        for (Candidate candidate : candidates) {
            common = Math.min(common, commonLength(first, candidate.word()));
        }
        int whole = 0;
        while (whole < common && whole + unit(first, whole) <= common) {
            whole += unit(first, whole);
        }
        return first.substring(0, whole);
    }

    private static int commonLength(String a, String b) {
        int length = 0;
        while (length < a.length() && length < b.length() && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return length;
    }

    /** Characters of the escape, or of the character, at {@code at}. */
    private static int unit(String text, int at) {
        if (text.startsWith("\\x", at)) {
            return 4;
        }
        return text.startsWith("\\\\", at) ? 2 : Character.charCount(text.codePointAt(at));
    }

    /** The labels in their order. */
    Stream<String> labels() {
        return candidates.stream().map(Candidate::label);
    }
}

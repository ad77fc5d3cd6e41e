package dev.nydusview.cli.prompt;

/**
 * A way to complete a word.
 *
 * @param word the whole word; one that ends with a slash may continue
 * @param label what lists of candidates show, such as the last component of a path
 */
public record Candidate(String word, String label) {
    /** Returns a candidate that is shown as it is. */
    static Candidate of(String word) {
        return new Candidate(word, word);
    }

    boolean complete() {
        return !word.endsWith("/");
    }
}

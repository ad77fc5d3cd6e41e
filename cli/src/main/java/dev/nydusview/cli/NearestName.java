package dev.nydusview.cli;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that a user may have meant. */
final class NearestName {
    private NearestName() {}

    /**
     * Returns the known name that takes the fewest edits, if it takes at most one for every three characters.
     *
     * @param prefix length of what all names have in common
     */
    static Optional<String> of(String name, Collection<String> known, int prefix) {
        int most = (name.length() - prefix) / 3;
        return known.stream()
                .min(Comparator.comparingInt(other -> edits(name, other)))
                .filter(other -> edits(name, other) <= most);
    }

    /** Returns the Levenshtein distance of two names. */
    private static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        Arrays.setAll(above, column -> column);
        for (int row = 1; row <= from.length(); row++) {
            int[] edits = new int[to.length() + 1];
            edits[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
                edits[column] = Math.min(above[column - 1] + replaced, Math.min(above[column], edits[column - 1]) + 1);
            }
            above = edits;
        }
        return above[to.length()];
    }
}

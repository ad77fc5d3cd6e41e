package dev.nydusview.base.json;

/**
 * Names of members as Go's encoding/json matches them with those of a struct, which are ASCII: letters in either case
 * are one, and so are the two others whose Unicode simple folding is an ASCII letter.
 */
final class GoNames {
    private static final char LONG_S = '\u017f';
    private static final char KELVIN = '\u212a';

    private GoNames() {}

    /** The form that all names have in common which Go takes for {@code name}. */
    public static String fold(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            folded.append(fold(name.charAt(i)));
        }
        return folded.toString();
    }

    private static char fold(char c) {
        if (c >= 'A' && c <= 'Z') {
            return (char) (c + ('a' - 'A'));
        }
        return c == LONG_S ? 's' : c == KELVIN ? 'k' : c;
    }

    /** Tests whether Go takes {@code member} for {@code name}. */
    public static boolean isFor(String name, String member) {
        return name.equals(member) || fold(name).equals(fold(member));
    }
}

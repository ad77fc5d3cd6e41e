package dev.nydusview.inspect.find;

import java.util.Map;

/** Conditions on permission bits: {@code MODE} exactly, {@code -MODE} all of them, {@code /MODE} any of them. */
final class Permissions {
    private static final int ALL = 07777;
    private static final Map<Character, Integer> WHO = Map.of('u', 04700, 'g', 02070, 'o', 01007, 'a', ALL);
    private static final Map<Character, Integer> WHAT = Map.of('r', 0444, 'w', 0222, 'x', 0111, 's', 06000, 't', 01000);

    private Permissions() {}

    static Condition parse(String text) {
        boolean prefixed = text.startsWith("-") || text.startsWith("/");
        int bits = bits(prefixed ? text.substring(1) : text, text);
        if (text.startsWith("-")) {
            return candidate -> (candidate.inode().mode() & bits) == bits;
        }
        if (text.startsWith("/")) {
            return candidate -> bits == 0 || (candidate.inode().mode() & bits) != 0;
        }
        return candidate -> (candidate.inode().mode() & ALL) == bits;
    }

    private static int bits(String mode, String text) {
        if (mode.matches("[0-7]{1,4}")) {
            return Integer.parseInt(mode, 8);
        }
        int bits = 0;
        for (String clause : mode.split(",", -1)) {
            if (!clause.matches("[ugoa]*[+=][rwxst]*")) {
                throw new IllegalArgumentException("-perm: '" + text + "' is not a mode such as 4755, -u+s or /222");
            }
            int split = Math.max(clause.indexOf('+'), clause.indexOf('='));
            int who = split == 0 ? ALL : or(clause.substring(0, split), WHO);
            bits |= who & or(clause.substring(split + 1), WHAT);
        }
        return bits;
    }

    private static int or(String letters, Map<Character, Integer> meanings) {
        return letters.chars().map(letter -> meanings.get((char) letter)).reduce(0, (a, b) -> a | b);
    }
}

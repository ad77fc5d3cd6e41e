package dev.nydusview.inspect.find;

import dev.nydusview.base.SafeText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A pattern of {@code *}, {@code ?} and {@code [a-z]} for names, which are any bytes: characters where they are UTF-8,
 * else each byte for itself. A match takes time in proportion to pattern and name.
 */
final class Glob {
    /** What a byte that is no character is numbered from. */
    private static final int RAW = Character.MAX_CODE_POINT + 1;

    private final int[] pattern;
    private final boolean ignoreCase;

    private Glob(int[] pattern, boolean ignoreCase) {
        this.pattern = pattern;
        this.ignoreCase = ignoreCase;
    }

    /** The pattern that {@code text} spells: {@code \xHH} is a byte, {@code \\} a backslash, {@code \*} a star. */
    static Glob of(String text, boolean ignoreCase) {
        String kept = text.replace("\\\\", "\\\\\\\\"); // unescaping makes two of these four, which match one
        return new Glob(points(SafeText.unescape(kept), ignoreCase), ignoreCase);
    }

    boolean matches(byte[] name) {
        return matches(points(name, ignoreCase));
    }

    /** Where the last star is, and how much it has taken so far, is all that needs to be tried again. */
    private boolean matches(int[] name) {
        int at = 0;
        int in = 0;
        int star = -1;
        int taken = 0;
        while (at < name.length) {
            int end = in < pattern.length ? endOf(in) : 0;
            if (in < pattern.length && pattern[in] == '*') {
                star = ++in;
                taken = at;
            } else if (in < pattern.length && matchesOne(in, end, name[at])) {
                in = end;
                at++;
            } else if (star >= 0) {
                in = star;
                at = ++taken;
            } else {
                return false;
            }
        }
        while (in < pattern.length && pattern[in] == '*') {
            in++;
        }
        return in == pattern.length;
    }

    /** Where the element that starts at {@code from} ends; an unclosed bracket stands for itself. */
    private int endOf(int from) {
        if (pattern[from] == '\\' && from + 1 < pattern.length) {
            return from + 2;
        }
        if (pattern[from] == '[') {
            int first = from + 1 < pattern.length && negates(pattern[from + 1]) ? from + 2 : from + 1;
            for (int i = first + 1; i < pattern.length; i++) {
                if (pattern[i] == ']') {
                    return i + 1;
                }
            }
        }
        return from + 1;
    }

    private boolean matchesOne(int from, int end, int point) {
        if (pattern[from] == '\\' && end == from + 2) {
            return pattern[from + 1] == point;
        }
        if (pattern[from] == '[' && end > from + 1) {
            return inBrackets(from + 1, end - 1, point);
        }
        return pattern[from] == '?' || pattern[from] == point;
    }

    private boolean inBrackets(int from, int end, int point) {
        boolean negated = negates(pattern[from]);
        boolean found = false;
        for (int i = negated ? from + 1 : from; i < end; i++) {
            if (i + 2 < end && pattern[i + 1] == '-') {
                found |= point >= pattern[i] && point <= pattern[i + 2];
                i += 2;
            } else {
                found |= point == pattern[i];
            }
        }
        return found != negated;
    }

    private static boolean negates(int point) {
        return point == '!' || point == '^';
    }

    private static int[] points(byte[] bytes, boolean ignoreCase) {
        int[] points = decoded(bytes);
        if (ignoreCase) {
            for (int i = 0; i < points.length; i++) {
                points[i] = points[i] < RAW ? Character.toLowerCase(points[i]) : points[i];
            }
        }
        return points;
    }

    private static int[] decoded(byte[] bytes) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return text.codePoints().toArray();
        } catch (CharacterCodingException e) {
            int[] points = new int[bytes.length];
            Arrays.setAll(points, i -> bytes[i] < 0 ? RAW + (bytes[i] & 0xff) : bytes[i]);
            return points;
        }
    }
}

package dev.nydusview.base;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A pattern for names and paths, which are any bytes: characters where they are UTF-8, else each byte for itself.
 * {@code *} stands for any characters and {@code ?} for one; a {@link Syntax} gives others a meaning. A match takes
 * time in proportion to pattern and name, whatever they are. Safe for concurrent use.
 */
public final class Glob {
    /** Number from which bytes are counted that are not part of a character. */
    private static final int RAW = Character.MAX_CODE_POINT + 1;

    private static final String SPECIAL = "*?[]{},\\";

    private final GlobProgram program;
    private final boolean ignoreCase;
    private final byte[] start;
    private final byte[] end;

    /** Meanings that are not in every pattern. */
    public enum Syntax {
        /** {@code [a-z]} stands for one of these characters, {@code [!a-z]} and {@code [^a-z]} for any other. */
        BRACKETS,

        /** {@code {a,b}} stands for {@code a} or {@code b}, which are patterns themselves. */
        BRACES,

        /** {@code *}, {@code ?} and brackets stop at slashes, and {@code **} does not. */
        SLASHES,

        /** {@code **}{@code /} stands for any directories, and for none; with {@link #SLASHES}. */
        ANY_DEPTH,

        /** A backslash takes the meaning from the character after it. */
        ESCAPES,

        /** Letters also match those of the other case. */
        IGNORE_CASE
    }

    private Glob(byte[] pattern, Set<Syntax> syntax) {
        this.ignoreCase = syntax.contains(Syntax.IGNORE_CASE);
        this.program = GlobCompiler.compile(folded(points(pattern)), syntax);
        int first = 0;
        while (first < pattern.length && isLiteral(pattern[first])) {
            first++;
        }
        int last = pattern.length;
        while (last > 0 && isLiteral(pattern[last - 1]) && pattern[last - 1] != '/') { // which may be part of **/
            last--;
        }
        this.start = Arrays.copyOf(pattern, first);
        this.end = Arrays.copyOfRange(pattern, last, pattern.length);
    }

    private boolean isLiteral(byte value) {
        return !ignoreCase && SPECIAL.indexOf(value) < 0;
    }

    /**
     * Compiles a pattern.
     *
     * @throws IllegalArgumentException if its braces do not match; the message quotes it
     */
    public static Glob of(String pattern, Syntax... syntax) {
        try {
            return of(pattern.getBytes(StandardCharsets.UTF_8), syntax);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + pattern + "\" is not a pattern: " + e.getMessage(), e);
        }
    }

    /**
     * Compiles a pattern of any bytes, as names are.
     *
     * @throws IllegalArgumentException if its braces do not match
     */
    public static Glob of(byte[] pattern, Syntax... syntax) {
        Set<Syntax> set = EnumSet.noneOf(Syntax.class);
        set.addAll(Arrays.asList(syntax));
        return new Glob(pattern, set);
    }

    /** Tests whether all of {@code name} fits. */
    public boolean matches(byte[] name) {
        return hasEnds(name) && program.matches(folded(points(name)));
    }

    /** Tests whether {@code name} begins and ends as the pattern does, which most names that do not fit do not. */
    private boolean hasEnds(byte[] name) {
        int length = name.length;
        return length >= Math.max(start.length, end.length)
                && Arrays.equals(start, 0, start.length, name, 0, start.length)
                && Arrays.equals(end, 0, end.length, name, length - end.length, length);
    }

    private int[] folded(int[] points) {
        if (ignoreCase) {
            for (int i = 0; i < points.length; i++) {
                points[i] = points[i] < RAW ? Character.toLowerCase(points[i]) : points[i];
            }
        }
        return points;
    }

    private static int[] points(byte[] bytes) {
        int[] points = new int[bytes.length];
        boolean ascii = true;
        for (int i = 0; i < bytes.length; i++) {
            ascii &= bytes[i] >= 0;
            points[i] = bytes[i] < 0 ? RAW + (bytes[i] & 0xff) : bytes[i];
        }
        return ascii ? points : characters(bytes, points);
    }

    /** Returns the characters that {@code bytes} are, or {@code points} if some of them are not part of any. */
    private static int[] characters(byte[] bytes, int[] points) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return text.codePoints().toArray();
        } catch (CharacterCodingException e) {
            return points;
        }
    }
}

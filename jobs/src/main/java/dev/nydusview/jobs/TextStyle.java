package dev.nydusview.jobs;

import java.util.function.IntSupplier;

/**
 * The way in which text is shown where it goes to.
 *
 * @param width characters of a line, asked for only where something is wider than 80; {@link Integer#MAX_VALUE} if there is
 *     no limit
 * @param color whether words may be coloured
 */
public record TextStyle(IntSupplier width, boolean color) {
    /** Lines of any width without colours, as for files. */
    public static final TextStyle PLAIN = new TextStyle(() -> Integer.MAX_VALUE, false);

    /** Width that every terminal is taken to have. */
    private static final int USUAL_WIDTH = 80;

    /** Tests whether a line of {@code length} characters can be shown whole. */
    public boolean fits(int length) {
        return length <= USUAL_WIDTH || length <= width.getAsInt();
    }
}

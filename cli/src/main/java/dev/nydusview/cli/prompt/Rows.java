package dev.nydusview.cli.prompt;

import org.jline.utils.WCWidth;

/** Follows the cursor while UTF-8 text is written to a terminal of a known width, from the start of a row on. */
final class Rows {
    private static final int TAB = 8;

    private final int columns;
    private int column;
    private int row;
    private int codePoint;
    private int missing;

    Rows(int columns) {
        this.columns = Math.max(1, columns);
    }

    /** Number of rows that are full or ended. */
    int ended() {
        return row;
    }

    /** Tests whether the cursor is at the start of a row. */
    boolean atStart() {
        return column == 0;
    }

    /** Tests whether the row is full, so that the next character goes to a new one. */
    boolean full() {
        return column >= columns;
    }

    void write(byte b) {
        if (missing > 0 && (b & 0xc0) == 0x80) {
            codePoint = (codePoint << 6) | (b & 0x3f);
            missing--;
        } else if ((b & 0x80) == 0) {
            codePoint = b;
            missing = 0;
        } else {
            missing = Math.max(0, Integer.numberOfLeadingZeros(~b << 24) - 1);
            codePoint = b & (0x3f >> missing);
        }
        if (missing == 0) {
            advance();
        }
    }

    private void advance() {
        if (codePoint == '\n') {
            newRow();
        } else {
            int width = codePoint == '\t' ? TAB - column % TAB : Math.max(0, WCWidth.wcwidth(codePoint));
            if (column + width > columns) {
                newRow();
            }
            column = Math.min(columns, column + width);
        }
    }

    /** Goes to the start of the next row. */
    void newRow() {
        column = 0;
        row++;
    }

    /** Columns that {@code text} takes. */
    static int width(String text) {
        return text.codePoints()
                .map(point -> Math.max(0, WCWidth.wcwidth(point)))
                .sum();
    }
}

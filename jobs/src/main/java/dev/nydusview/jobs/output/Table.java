package dev.nydusview.jobs.output;

import dev.nydusview.base.SafeText;
import dev.nydusview.jobs.TextStyle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows in aligned columns, two blanks apart; columns of numbers are right-aligned. Where a row is wider than the terminal,
 * digests in names of images are shortened, and text in the last column is continued below.
 */
public final class Table {
    private static final String GAP = "  ";
    /** A last column that would be narrower is not continued, but left to the terminal. */
    private static final int NARROWEST = 16;

    private final List<Row> rows = new ArrayList<>();
    private final boolean[] rightAligned;

    /** Cells that are safe for a terminal, and the emphasis on each. */
    private static final class Row {
        private final String[] cells;
        private final @Nullable Emphasis[] emphases;
        private final boolean[] isImageName;

        Row(int cells) {
            this.cells = new String[cells];
            this.emphases = new @Nullable Emphasis[cells];
            this.isImageName = new boolean[cells];
        }

        /** The same with short names of images. */
        Row shortened() {
            Row row = new Row(cells.length);
            for (int i = 0; i < cells.length; i++) {
                row.cells[i] = isImageName[i] ? ShortNames.in(cells[i]) : cells[i];
                row.emphases[i] = emphases[i];
            }
            return row;
        }
    }

    /** A leading {@code >} in a heading right-aligns its column. */
    public Table(String... headings) {
        rightAligned = new boolean[headings.length];
        Row names = new Row(headings.length);
        for (int i = 0; i < headings.length; i++) {
            rightAligned[i] = headings[i].startsWith(">");
            names.cells[i] = rightAligned[i] ? headings[i].substring(1) : headings[i];
        }
        rows.add(names);
    }

    /** Adds a row of as many cells as there are headings; an {@link Emphasis.Cell} may be coloured, and an {@link ImageName} shortened. */
    public Table row(Object... cells) {
        if (cells.length != rightAligned.length) {
            throw new IllegalArgumentException(cells.length + " cells for " + rightAligned.length + " columns");
        }
        Row row = new Row(cells.length);
        for (int i = 0; i < cells.length; i++) {
            row.cells[i] = SafeText.controls(String.valueOf(cells[i]));
            row.emphases[i] = cells[i] instanceof Emphasis.Cell cell ? cell.emphasis() : null;
            row.isImageName[i] = cells[i] instanceof ImageName;
        }
        rows.add(row);
        return this;
    }

    public void print(TextOutput out) throws IOException {
        int[] widths = widths(rows);
        List<Row> shown = rows;
        if (!out.style().fits(total(widths))) {
            shown = rows.stream().map(Row::shortened).toList();
            widths = widths(shown);
        }
        int last = lastWidth(widths, out.style());
        for (Row row : shown) {
            print(row, widths, last, out);
        }
    }

    private int[] widths(List<Row> shown) {
        int[] widths = new int[rightAligned.length];
        for (Row row : shown) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.cells[i]));
            }
        }
        return widths;
    }

    private static int total(int[] widths) {
        return IntStream.of(widths).sum() + GAP.length() * (widths.length - 1);
    }

    /** The width at which the last column is continued below. */
    private int lastWidth(int[] widths, TextStyle style) {
        int last = widths[widths.length - 1];
        int total = total(widths);
        if (rightAligned[widths.length - 1] || style.fits(total)) {
            return last;
        }
        int rest = style.width().getAsInt() - (total - last);
        return rest < NARROWEST ? last : rest;
    }

    private void print(Row row, int[] widths, int lastWidth, TextOutput out) throws IOException {
        int last = widths.length - 1;
        List<String> parts = WrappedText.lines(row.cells[last], lastWidth);
        StringBuilder line = new StringBuilder();
        int indent = 0;
        for (int i = 0; i < last; i++) {
            line.append(cell(row, i, row.cells[i], widths[i], out)).append(GAP);
            indent += widths[i] + GAP.length();
        }
        int width = rightAligned[last] ? widths[last] : 0;
        out.styledLine(line.append(cell(row, last, parts.get(0), width, out))
                .toString()
                .stripTrailing());
        for (String part : parts.subList(1, parts.size())) {
            out.styledLine(" ".repeat(indent) + cell(row, last, part, 0, out));
        }
    }

    private String cell(Row row, int column, String text, int width, TextOutput out) {
        String padding = " ".repeat(Math.max(0, width - width(text)));
        Emphasis emphasis = row.emphases[column];
        String shown = emphasis == null || !out.style().color() ? text : emphasis.apply(text);
        return rightAligned[column] ? padding + shown : shown + padding;
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}

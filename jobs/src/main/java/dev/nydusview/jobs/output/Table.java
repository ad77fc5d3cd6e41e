package dev.nydusview.jobs.output;

import dev.nydusview.base.SafeText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Rows in aligned columns, two blanks apart; columns of numbers are right-aligned. */
public final class Table {
    private final List<String[]> rows = new ArrayList<>();
    private final boolean[] rightAligned;

    /** A leading {@code >} in a heading right-aligns its column. */
    public Table(String... headings) {
        rightAligned = new boolean[headings.length];
        String[] names = new String[headings.length];
        for (int i = 0; i < headings.length; i++) {
            rightAligned[i] = headings[i].startsWith(">");
            names[i] = rightAligned[i] ? headings[i].substring(1) : headings[i];
        }
        rows.add(names);
    }

    /** Adds a row of as many cells as there are headings. */
    public Table row(Object... cells) {
        if (cells.length != rightAligned.length) {
            throw new IllegalArgumentException(cells.length + " cells for " + rightAligned.length + " columns");
        }
        String[] row = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            row[i] = SafeText.controls(String.valueOf(cells[i]));
        }
        rows.add(row);
        return this;
    }

    public void print(TextOutput out) throws IOException {
        int[] widths = new int[rightAligned.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], width(row[i]));
            }
        }
        for (String[] row : rows) {
            out.line(line(row, widths));
        }
    }

    private String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String padding = " ".repeat(widths[i] - width(row[i]));
            line.append(i == 0 ? "" : "  ");
            line.append(rightAligned[i] ? padding + row[i] : row[i] + padding);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}

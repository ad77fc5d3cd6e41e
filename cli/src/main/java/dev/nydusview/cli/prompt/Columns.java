package dev.nydusview.cli.prompt;

import java.util.List;

/** Names in as many columns as fit, to be read downwards. */
final class Columns {
    private static final int GAP = 2;

    private Columns() {}

    /** Lays {@code names} out in lines for a window of {@code width} columns; a longer name has a line of its own. */
    static String layOut(List<String> names, int width) {
        int widest = names.stream().mapToInt(Rows::width).max().orElse(0);
        int columns = Math.max(1, Math.min(names.size(), (width + GAP - 1) / (widest + GAP)));
        int rows = (names.size() + columns - 1) / columns;
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            for (int i = row; i < names.size(); i += rows) {
                text.append(names.get(i));
                if (i + rows < names.size()) {
                    text.append(" ".repeat(widest + GAP - Rows.width(names.get(i))));
                }
            }
            text.append('\n');
        }
        return text.toString();
    }
}

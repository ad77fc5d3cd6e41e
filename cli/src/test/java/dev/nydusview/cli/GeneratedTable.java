package dev.nydusview.cli;

import java.util.List;

/**
 * A Markdown table between two marks of a document, made from the code.
 *
 * @param name of the marks
 */
record GeneratedTable(String name, List<String> columns, List<List<String>> rows) {
    /** Returns {@code document} with the current table. */
    String replacedIn(String document) {
        String begin = "<!-- " + name + ", generated: -Dupdate.cli.docs=true -->\n";
        String end = "<!-- end of " + name + " -->\n";
        int from = document.indexOf(begin);
        int to = document.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("the document lacks " + begin + end);
        }
        return document.substring(0, from + begin.length()) + markdown() + document.substring(to);
    }

    private String markdown() {
        StringBuilder text = new StringBuilder();
        line(text, columns);
        text.append("|---".repeat(columns.size())).append("|\n");
        rows.forEach(row -> line(text, row));
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}

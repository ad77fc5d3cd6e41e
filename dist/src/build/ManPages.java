import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Makes manual pages of the generated documents in docs/cli: a title, paragraphs, a synopsis, lists of commands, tables of
 * arguments, options and exit codes, and examples. Fails on anything else in a document.
 */
final class ManPages {
    private static final String FENCE = "```";

    private final StringBuilder page = new StringBuilder();
    private boolean verbatim;
    private boolean header;

    private ManPages() {}

    /** Takes the directory of the documents, that of the pages, the date (YYYY-MM-DD), and the version. */
    public static void main(String[] arguments) throws IOException {
        Path pages = Files.createDirectories(Path.of(arguments[1]));
        try (Stream<Path> documents = Files.list(Path.of(arguments[0]))) {
            for (Path document : documents.toList()) {
                String name = document.getFileName().toString().replace(".md", "");
                String text = new ManPages().convert(name, Files.readAllLines(document), arguments[2], arguments[3]);
                Files.writeString(pages.resolve(name + ".1"), text);
            }
        }
    }

    private String convert(String name, List<String> lines, String date, String version) {
        page.append(".TH \"" + name.toUpperCase(Locale.ROOT) + "\" 1 \"" + date + "\" \"nydusview " + version + "\"\n");
        // The first line below the title is the summary.
        page.append(".SH NAME\n" + escape(name) + " \\- " + inline(lines.get(2)) + "\n.SH DESCRIPTION\n");
        lines.subList(2, lines.size()).forEach(this::line);
        return page.toString();
    }

    private void line(String line) {
        if (line.equals(FENCE)) {
            page.append(verbatim ? ".fi\n" : ".PP\n.nf\n");
            verbatim = !verbatim;
        } else if (verbatim) {
            text(escape(line));
        } else if (line.startsWith("## ")) {
            page.append(".SH " + escape(line.substring(3).toUpperCase(Locale.ROOT)) + "\n");
            header = true;
        } else if (line.startsWith("| ")) {
            row(line);
        } else if (line.startsWith("- ")) {
            item(line.substring(2));
        } else if (line.isEmpty()) {
            page.append(".PP\n");
        } else if (!line.startsWith("|---")) {
            text(inline(line));
        }
    }

    /** Appends a row of a table as a term and its text; the first row of each table has its headings. */
    private void row(String line) {
        if (header) {
            header = false;
            return;
        }
        List<String> cells = cells(line);
        page.append(".TP\n");
        text("\\fB" + inline(cells.get(0)) + "\\fP");
        text(inline(cells.get(cells.size() - 1)));
        if (cells.size() > 2 && !cells.get(1).isEmpty()) {
            text("Variable: " + inline(cells.get(1)) + ".");
        }
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(1, line.length() - 1).split("(?<!\\\\)\\|", -1)) {
            cells.add(cell.strip().replace("\\|", "|"));
        }
        return cells;
    }

    /** Appends a command, {@code [NAME](PAGE.md): TEXT}. */
    private void item(String line) {
        int name = line.indexOf("](");
        int end = line.indexOf("): ", name);
        String target = line.substring(name + 2, end).replace(".md", "");
        page.append(".TP\n\\fB" + escape(target) + "\\fP(1)\n");
        text(inline(line.substring(end + 3)));
    }

    /** Appends a line of text, which no period or apostrophe at its beginning makes a request. */
    private void text(String line) {
        page.append(line.startsWith(".") || line.startsWith("'") ? "\\&" : "").append(line).append('\n');
    }

    private static String inline(String text) {
        return escape(text.replace("`", ""));
    }

    private static String escape(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}

package dev.nydusview.jobs.report;

import dev.nydusview.base.ReplacedImage;
import dev.nydusview.base.SafeText;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.scan.PluginResult;
import dev.nydusview.scan.receipt.ScannerEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Findings as one page of HTML that needs nothing else, and runs nothing. */
final class FindingsPage implements FindingsWriter {
    private static final String STYLE =
            """
            :root { color-scheme: light dark }
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
            h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; overflow-wrap: anywhere; margin-top: 2rem }
            table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .25rem .75rem .25rem 0; vertical-align: top; border-bottom: 1px solid #8884 }
            td:nth-child(4) { overflow-wrap: anywhere; min-width: 16rem }
            .scroll { overflow-x: auto; margin-bottom: 1.5rem }
            .critical, .high, .unknown, .incomplete { color: #c62828; font-weight: 600 } .medium { color: #b26a00; font-weight: 600 }
            @media (prefers-color-scheme: dark) { .critical, .high, .unknown, .incomplete { color: #ff8a80 } .medium { color: #ffb74d } }
            """;

    private final TextOutput out;
    private final StringBuilder page = new StringBuilder();

    private FindingsPage(TextOutput out) {
        this.out = out;
    }

    static FindingsPage begin(TextOutput out) throws IOException {
        FindingsPage made = new FindingsPage(out);
        made.page
                .append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>Findings</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>Findings</h1>\n");
        made.flush();
        return made;
    }

    @Override
    public void image(ScannedImage image) throws IOException {
        page.append("<h2>").append(text(image.name())).append("</h2>\n");
        ReplacedImage plain = image.standsInFor();
        if (plain != null) {
            page.append("<p>A Nydus image, read ").append(text(plain.phrase())).append(".</p>\n");
        }
        if (image.problem() != null) {
            incomplete("Not scanned: " + image.problem());
        } else {
            if (!image.complete()) {
                incomplete("INCOMPLETE: what follows cannot be relied upon.");
            }
            plugins(image.results());
            findings(image.findings());
        }
        flush();
    }

    @Override
    public void end() throws IOException {
        page.append("</body>\n</html>\n");
        flush();
    }

    private void flush() throws IOException {
        out.write(page.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
        page.setLength(0);
    }

    private void incomplete(String sentence) {
        page.append("<p class=\"incomplete\">").append(text(sentence)).append("</p>\n");
    }

    private void plugins(List<PluginResult> results) {
        page.append("<div class=\"scroll\"><table>\n");
        row("th", "", "Plugin", "Version", "Verdict", "Problems", "Seconds");
        for (PluginResult result : results) {
            ScannerEntry entry = result.scanner().entry();
            row(
                    "td",
                    entry.verdict(),
                    entry.name(),
                    String.valueOf(entry.version() == null ? "" : entry.version()),
                    entry.verdict(),
                    String.join("; ", entry.problems()),
                    Double.toString(entry.seconds()));
        }
        page.append("</table></div>\n");
    }

    private void findings(List<Finding> reported) {
        if (reported.isEmpty()) {
            page.append("<p>Nothing was found.</p>\n");
            return;
        }
        page.append("<div class=\"scroll\"><table>\n");
        row("th", "", "Level", "Plugin", "Kind", "What");
        reported.stream()
                .sorted(Comparator.comparing(Finding::level).reversed())
                .forEach(this::finding);
        page.append("</table></div>\n");
    }

    private void finding(Finding finding) {
        String style = finding.level().name().toLowerCase(Locale.ROOT);
        for (String line : FindingText.lines(finding)) {
            row("td", style, finding.level().label(), finding.run().plugin(), finding.alert(), line);
        }
    }

    /** The first cell gets {@code style}. */
    private void row(String cell, String style, String... texts) {
        page.append("<tr>");
        for (int i = 0; i < texts.length; i++) {
            page.append('<').append(cell);
            if (i == 0 && !style.isEmpty()) {
                page.append(" class=\"").append(style).append('"');
            }
            page.append('>').append(text(texts[i])).append("</").append(cell).append('>');
        }
        page.append("</tr>\n");
    }

    private static String text(String text) {
        return SafeText.controls(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

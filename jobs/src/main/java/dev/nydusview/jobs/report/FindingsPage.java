package dev.nydusview.jobs.report;

import dev.nydusview.base.Quantity;
import dev.nydusview.base.ReplacedImage;
import dev.nydusview.base.SafeText;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.suppress.ReviewedFinding;
import dev.nydusview.plugin.suppress.Suppression;
import dev.nydusview.scan.receipt.ScannerEntry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Findings as one page of HTML that needs nothing else, and runs nothing. */
final class FindingsPage implements FindingsWriter {
    private static final String HEAD = "findings-head.html";

    private final TextOutput out;
    private final StringBuilder page = new StringBuilder();

    private FindingsPage(TextOutput out) {
        this.out = out;
    }

    static FindingsPage begin(TextOutput out) throws IOException {
        FindingsPage made = new FindingsPage(out);
        made.page.append(head());
        made.flush();
        return made;
    }

    private static String head() throws IOException {
        try (InputStream in = FindingsPage.class.getResourceAsStream(HEAD)) {
            if (in == null) {
                throw new FileNotFoundException("the program was built without " + HEAD);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
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
                incomplete("INCOMPLETE: the findings cannot be relied upon.");
            }
            plugins(image.results());
            findings(image.findings());
            suppressed(image.suppressed());
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

    private void plugins(List<PluginFindings> results) {
        page.append("<div class=\"scroll\"><table>\n");
        row("th", "", "Plugin", "Version", "Verdict", "Problems", "Seconds");
        for (PluginFindings result : results) {
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

    private void suppressed(List<ReviewedFinding> reviewed) {
        if (reviewed.isEmpty()) {
            return;
        }
        page.append("<p>").append(Quantity.of(reviewed.size(), "finding")).append(" suppressed:</p>\n");
        page.append("<div class=\"scroll\"><table>\n");
        row("th", "", "Level", "Plugin", "What", "Suppressed by", "Why");
        for (ReviewedFinding one : reviewed) {
            Finding finding = one.finding();
            Suppression reason = Objects.requireNonNull(one.suppression());
            String line = String.join("; ", FindingText.lines(finding));
            row(
                    "td",
                    "",
                    finding.level().label(),
                    finding.run().plugin(),
                    line,
                    reason.place(),
                    reason.justification());
        }
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

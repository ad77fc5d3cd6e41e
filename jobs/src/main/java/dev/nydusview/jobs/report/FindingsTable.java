package dev.nydusview.jobs.report;

import dev.nydusview.base.Quantity;
import dev.nydusview.base.ReplacedImage;
import dev.nydusview.base.SafeText;
import dev.nydusview.jobs.output.Emphasis;
import dev.nydusview.jobs.output.Table;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.report.Level;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/** Findings for people, the gravest of an image first. */
final class FindingsTable implements FindingsWriter {
    private final TextOutput out;

    FindingsTable(TextOutput out) {
        this.out = out;
    }

    @Override
    public void image(ScannedImage image) throws IOException {
        if (image.problem() != null) {
            out.line(SafeText.controls(image.name() + ": not scanned"));
            return;
        }
        List<Finding> findings = image.findings().stream()
                .sorted(Comparator.comparing(Finding::level).reversed())
                .toList();
        ReplacedImage plain = image.standsInFor();
        out.imageLine(SafeText.controls(image.name()) + (plain == null ? "" : ", read " + plain.phrase()) + ": "
                + Quantity.of(findings.size(), "finding")
                + suppressed(image.suppressed().size())
                + (image.complete() ? "" : ", INCOMPLETE"));
        if (!findings.isEmpty()) {
            table(findings).print(out);
        }
        out.flush();
    }

    private static String suppressed(int count) {
        return count == 0 ? "" : ", " + count + " suppressed";
    }

    private static Table table(List<Finding> findings) {
        Table table = new Table("LEVEL", "PLUGIN", "KIND", "WHAT");
        for (Finding finding : findings) {
            for (String line : FindingText.lines(finding)) {
                table.row(
                        emphasized(finding.level()),
                        SafeText.controls(finding.run().plugin()),
                        SafeText.controls(finding.alert()),
                        SafeText.controls(line));
            }
        }
        return table;
    }

    private static Object emphasized(Level level) {
        return switch (level) {
            case CRITICAL, UNKNOWN -> Emphasis.CRITICAL.on(level.label());
            case HIGH -> Emphasis.BAD.on(level.label());
            case MEDIUM -> Emphasis.DOUBTFUL.on(level.label());
            case LOW -> Emphasis.MINOR.on(level.label());
            case NONE -> level.label();
        };
    }

    @Override
    public void end() throws IOException {
        out.flush();
    }
}

package dev.nydusview.cli.plugin;

import dev.nydusview.cli.output.Quantity;
import dev.nydusview.cli.output.Table;
import dev.nydusview.cli.output.TextOutput;
import dev.nydusview.inspect.path.Escapes;
import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.scan.PluginOutcome;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/** Findings for people, the gravest first. */
final class FindingsTable {
    private FindingsTable() {}

    static void print(PluginOutcome outcome, TextOutput out) throws IOException {
        List<Finding> findings = outcome.results().stream()
                .flatMap(result -> result.findings().stream())
                .sorted(Comparator.comparing(Finding::level).reversed())
                .toList();
        out.line(outcome.receipt().image().name() + ": " + Quantity.of(findings.size(), "finding")
                + (outcome.receipt().complete() ? "" : ", INCOMPLETE"));
        if (findings.isEmpty()) {
            return;
        }
        Table table = new Table("LEVEL", "PLUGIN", "KIND", "WHAT");
        for (Finding finding : findings) {
            for (String line : FindingText.lines(finding)) {
                table.row(
                        finding.level().label(),
                        Escapes.controls(finding.run().plugin()),
                        Escapes.controls(finding.alert()),
                        Escapes.controls(line));
            }
        }
        table.print(out);
    }
}

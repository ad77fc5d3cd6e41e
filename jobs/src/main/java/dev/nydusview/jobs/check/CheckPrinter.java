package dev.nydusview.jobs.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nydusview.base.Quantity;
import dev.nydusview.base.ReplacedImage;
import dev.nydusview.base.SafeText;
import dev.nydusview.check.finding.Finding;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Severity;
import dev.nydusview.jobs.output.Emphasis;
import dev.nydusview.jobs.output.Format;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.Table;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.path.ImagePath;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints a report as a table with a last line that sums it up, or as JSON. */
public final class CheckPrinter {
    private final CheckReport report;
    private final Findings findings;

    public CheckPrinter(CheckReport report) {
        this.report = report;
        this.findings = report.findings();
    }

    /** A finding as JSON has it; {@code offset} is in the bootstrap. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            String severity,
            String code,
            List<String> files,
            @Nullable Long inode,
            @Nullable Long offset,
            String message) {

        static Item of(Finding finding) {
            return new Item(
                    name(finding.severity()),
                    finding.code(),
                    finding.place().files().stream().map(CheckPrinter::path).toList(),
                    finding.place().inode(),
                    finding.place().offset(),
                    SafeText.controls(finding.message()));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Document(
            int schemaVersion,
            String image,
            @Nullable ReplacedImage standsInFor,
            String verdict,
            long inodes,
            long entries,
            long chunks,
            long bytes,
            CheckReport.@Nullable Verified verified,
            Map<String, Long> counts,
            List<Item> findings) {}

    public void print(TextOutput out, Format format) throws IOException {
        List<Item> items = findings.listed().stream().map(Item::of).toList();
        Document document = new Document(
                Json.SCHEMA_VERSION,
                report.image(),
                report.standsInFor(),
                report.verdict(),
                report.coverage().inodes(),
                report.coverage().entries(),
                report.chunks(),
                report.bytes(),
                report.verified(),
                counts(),
                items);
        format.print(out, document, items, text -> table(text, items));
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Severity severity : Severity.values()) {
            counts.put(name(severity), findings.count(severity));
        }
        return counts;
    }

    private void table(TextOutput out, List<Item> items) throws IOException {
        if (!items.isEmpty()) {
            Table table = new Table("SEVERITY", "CODE", "WHERE", "WHAT");
            items.forEach(item -> table.row(emphasized(item.severity), item.code, where(item), item.message));
            table.print(out);
        }
        if (findings.count() > items.size()) {
            out.line("... and " + (findings.count() - items.size()) + " more");
        }
        out.line(summary());
    }

    private static String where(Item item) {
        String files = String.join(" ", item.files);
        String offset = item.offset == null ? "" : "@0x" + Long.toHexString(item.offset);
        return files.isEmpty() && offset.isEmpty() ? "-" : (files + " " + offset).strip();
    }

    private String summary() {
        String found = counts().entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
        CheckReport.Verified verified = report.verified();
        ReplacedImage plain = report.standsInFor();
        return report.image() + (plain == null ? "" : " " + plain.phrase()) + ": " + report.verdict() + ": "
                + Quantity.of(report.coverage().inodes(), "inode") + ", "
                + report.coverage().entries() + " names, " + Quantity.of(report.chunks(), "chunk") + " of "
                + Quantity.bytes(report.bytes())
                + (verified == null
                        ? ""
                        : ", " + verified.chunks() + " of them with " + Quantity.bytes(verified.bytes())
                                + " fetched and verified")
                + "; " + (found.isEmpty() ? "no findings" : found);
    }

    private static Object emphasized(String severity) {
        return switch (Severity.valueOf(severity.toUpperCase(Locale.ROOT))) {
            case CORRUPT -> Emphasis.BAD.on(severity);
            case UNREADABLE, UNSUPPORTED, WARNING -> Emphasis.DOUBTFUL.on(severity);
            case NOTE -> severity;
        };
    }

    private static String name(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static String path(EntryPath path) {
        return ImagePath.of(path).toString();
    }
}

package dev.nydusview.jobs.report;

import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.suppress.ReviewedFinding;
import dev.nydusview.plugin.suppress.Suppression;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Findings as members of JSON documents: those of one event, one after the other, are one entry again, so that the event
 * is written once, with a fingerprint for each detail.
 */
final class FindingEntries {
    private final List<ObjectNode> entries = new ArrayList<>();
    private final List<ReviewedFinding> joined = new ArrayList<>();

    private FindingEntries() {}

    /** Entries of findings that count. */
    static List<ObjectNode> counting(List<ReviewedFinding> findings) {
        return of(findings.stream().filter(ReviewedFinding::counts));
    }

    /** Entries of the others, with the suppression in place of the event. */
    static List<ObjectNode> suppressed(List<ReviewedFinding> findings) {
        return of(findings.stream().filter(finding -> !finding.counts()));
    }

    private static List<ObjectNode> of(Stream<ReviewedFinding> findings) {
        FindingEntries entries = new FindingEntries();
        findings.forEach(entries::add);
        entries.flush();
        return entries.entries;
    }

    private void add(ReviewedFinding finding) {
        if (!joined.isEmpty() && !areOne(joined.get(0), finding)) {
            flush();
        }
        joined.add(finding);
    }

    @SuppressWarnings("ReferenceEquality") // two events may have the same content
    private static boolean areOne(ReviewedFinding one, ReviewedFinding other) {
        return one.finding().raw() == other.finding().raw()
                && one.finding().alert().equals(other.finding().alert())
                && Objects.equals(one.suppression(), other.suppression());
    }

    private void flush() {
        if (joined.isEmpty()) {
            return;
        }
        Finding first = joined.get(0).finding();
        ObjectNode entry = first.with(joined.stream()
                        .flatMap(one -> one.finding().details().stream())
                        .toList())
                .document();
        joined.stream().map(ReviewedFinding::fingerprint).forEach(entry.putArray("fingerprints")::add);
        Suppression suppression = joined.get(0).suppression();
        if (suppression != null) {
            entry.remove("raw");
            entry.putObject("suppression")
                    .put("source", suppression.source().label())
                    .put("place", suppression.place())
                    .put("justification", suppression.justification());
        }
        entries.add(entry);
        joined.clear();
    }
}

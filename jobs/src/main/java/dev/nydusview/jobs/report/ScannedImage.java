package dev.nydusview.jobs.report;

import dev.nydusview.base.ReplacedImage;
import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.scan.PluginOutcome;
import dev.nydusview.plugin.suppress.ImageIdentity;
import dev.nydusview.plugin.suppress.ReviewedFinding;
import dev.nydusview.plugin.suppress.Suppressions;
import dev.nydusview.scan.receipt.Receipt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Results of all plugins over an image.
 *
 * @param name with the digest of its manifest; as the user gave it if it was not scanned
 * @param problem why it was not scanned; null if it was
 */
public record ScannedImage(String name, @Nullable String problem, Receipt receipt, List<PluginFindings> results) {
    public ScannedImage {
        results = List.copyOf(results);
    }

    /** Reviews the findings of {@code outcome} by {@code suppressions}. */
    public static ScannedImage of(PluginOutcome outcome, Suppressions suppressions) {
        Receipt receipt = outcome.receipt();
        ImageIdentity identity = identity(receipt.image());
        List<PluginFindings> results = outcome.results().stream()
                .map(result -> new PluginFindings(result.scanner(), suppressions.review(identity, result.findings())))
                .toList();
        return new ScannedImage(identity.name(), null, receipt, results);
    }

    public static ScannedImage failed(String reference, String problem) {
        return new ScannedImage(reference, problem, Receipt.notScanned(reference, problem), List.of());
    }

    private static ImageIdentity identity(Receipt.ImageEntry image) {
        Set<String> digests = new HashSet<>();
        if (image.digest() != null) {
            digests.add(image.digest());
        }
        if (image.standsInFor() != null) {
            digests.add(image.standsInFor().digest());
        }
        return new ImageIdentity(image.name(), digests);
    }

    /** Returns the plain image in whose place it was read; null if it is the one that was named. */
    @Nullable
    ReplacedImage standsInFor() {
        return receipt.image().standsInFor();
    }

    /** Tests whether every plugin has done its work, and every byte that it asked for was delivered and verified. */
    boolean complete() {
        return receipt.complete();
    }

    /** The findings that count, with one detail each at most. */
    public List<Finding> findings() {
        return reviewed().stream()
                .filter(ReviewedFinding::counts)
                .map(ReviewedFinding::finding)
                .toList();
    }

    /** The findings that do not count. */
    public List<ReviewedFinding> suppressed() {
        return reviewed().stream().filter(finding -> !finding.counts()).toList();
    }

    /** Returns all findings as JSON documents, first those that count; docs/plugin-events.md describes them. */
    public List<ObjectNode> documents() {
        List<ObjectNode> documents = new ArrayList<>(FindingEntries.counting(reviewed()));
        documents.addAll(FindingEntries.suppressed(reviewed()));
        return documents;
    }

    /** All findings, in the order of the plugins. */
    List<ReviewedFinding> reviewed() {
        return results.stream().flatMap(result -> result.findings().stream()).toList();
    }
}

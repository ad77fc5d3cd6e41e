package dev.nydusview.jobs.report;

import dev.nydusview.base.ReplacedImage;
import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.scan.PluginOutcome;
import dev.nydusview.plugin.scan.PluginResult;
import dev.nydusview.scan.receipt.Receipt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Results of all plugins over an image.
 *
 * @param name with the digest of its manifest; as the user gave it if it was not scanned
 * @param problem why it was not scanned; null if it was
 */
public record ScannedImage(String name, @Nullable String problem, Receipt receipt, List<PluginResult> results) {
    public static ScannedImage of(PluginOutcome outcome) {
        Receipt receipt = outcome.receipt();
        return new ScannedImage(receipt.image().name(), null, receipt, outcome.results());
    }

    public static ScannedImage failed(String reference, String problem) {
        return new ScannedImage(reference, problem, Receipt.notScanned(reference, problem), List.of());
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

    public List<Finding> findings() {
        return results.stream().flatMap(result -> result.findings().stream()).toList();
    }
}

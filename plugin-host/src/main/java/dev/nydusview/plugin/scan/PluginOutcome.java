package dev.nydusview.plugin.scan;

import dev.nydusview.scan.receipt.Receipt;
import java.util.List;

/**
 * Result of the scan of an image by plugins.
 *
 * @param results one for each command, in the order of the plugins
 */
public record PluginOutcome(Receipt receipt, List<PluginResult> results) {
    public PluginOutcome {
        results = List.copyOf(results);
    }
}

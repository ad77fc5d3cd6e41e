package dev.nydusview.plugin.scan;

import dev.nydusview.plugin.report.Finding;
import dev.nydusview.scan.ScannerResult;
import java.util.List;

/**
 * Result of one command of a plugin.
 *
 * @param scanner its verdict and its part of the receipt; its report is empty
 * @param findings what it reported, in order
 */
public record PluginResult(ScannerResult scanner, List<Finding> findings) {
    public PluginResult {
        findings = List.copyOf(findings);
    }
}

package dev.nydusview.jobs.report;

import dev.nydusview.plugin.suppress.ReviewedFinding;
import dev.nydusview.scan.ScannerResult;
import java.util.List;

/**
 * Result of one command of a plugin over an image.
 *
 * @param scanner its verdict and its part of the receipt
 * @param findings what it reported, in order
 */
public record PluginFindings(ScannerResult scanner, List<ReviewedFinding> findings) {
    public PluginFindings {
        findings = List.copyOf(findings);
    }
}

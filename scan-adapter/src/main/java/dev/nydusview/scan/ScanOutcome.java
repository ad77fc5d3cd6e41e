package dev.nydusview.scan;

import dev.nydusview.scan.receipt.Receipt;
import java.util.List;

/**
 * Result of the scan of an image.
 *
 * @param scanners in the order in which they were asked for
 */
public record ScanOutcome(Receipt receipt, List<ScannerResult> scanners) {
    public ScanOutcome {
        scanners = List.copyOf(scanners);
    }
}

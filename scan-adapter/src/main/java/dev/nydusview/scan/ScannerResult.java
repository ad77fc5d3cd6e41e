package dev.nydusview.scan;

import dev.nydusview.scan.receipt.ScannerEntry;

/**
 * What came of one scanner.
 *
 * @param entry its part of the receipt
 * @param report what it has printed, fit to be passed on; shared, not to be changed
 */
public record ScannerResult(Verdict verdict, ScannerEntry entry, Report report) {
    /** A report's bytes. */
    public record Report(byte[] bytes) {}
}

package dev.nydusview.scan;

import dev.nydusview.scan.receipt.ScannerEntry;
import dev.nydusview.scan.report.Report;

/**
 * Result of one scanner.
 *
 * @param entry its part of the receipt
 * @param report its output, fit to be passed on
 */
public record ScannerResult(Verdict verdict, ScannerEntry entry, Report report) {}

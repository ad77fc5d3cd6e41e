package dev.nydusview.scan.store;

import static java.util.Objects.requireNonNull;

import dev.nydusview.scan.receipt.ScannerEntry;
import java.time.Instant;

/**
 * The result of a complete scan.
 *
 * @param schemaVersion of this document
 * @param scanned when the scan ended
 * @param image the name of the image that was scanned
 * @param report SHA-256 of the report, in hexadecimal
 * @param scanner the entry of its receipt
 */
public record StoredResult(int schemaVersion, Instant scanned, String image, String report, ScannerEntry scanner) {
    static final int SCHEMA_VERSION = 1;

    public StoredResult {
        requireNonNull(scanned, "scanned");
        requireNonNull(image, "image");
        requireNonNull(report, "report");
        requireNonNull(scanner, "scanner");
    }
}

package dev.nydusview.scan.store;

import dev.nydusview.scan.receipt.ScannerEntry;
import java.time.Instant;

/**
 * The result of a complete scan.
 *
 * @param schemaVersion of this document
 * @param scanned when the scan ended
 * @param image the name of the image that was scanned
 * @param scanner the entry of its receipt
 */
public record StoredResult(int schemaVersion, Instant scanned, String image, ScannerEntry scanner) {
    static final int SCHEMA_VERSION = 1;
}

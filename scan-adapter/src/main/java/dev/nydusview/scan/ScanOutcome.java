package dev.nydusview.scan;

import dev.nydusview.scan.profile.Profile;
import dev.nydusview.scan.receipt.Receipt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of the scan of an image.
 *
 * @param scanners in the order in which they were asked for
 * @param learned a profile of what was read; null if nothing was
 */
public record ScanOutcome(Receipt receipt, List<ScannerResult> scanners, @Nullable Profile learned) {
    public ScanOutcome {
        scanners = List.copyOf(scanners);
    }
}

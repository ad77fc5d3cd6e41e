package dev.nydusview.authz.scan;

import java.time.Duration;

/** One of the slots that limit concurrent scans. */
public interface ScanSlot {
    /**
     * Waits for the slot, which is held until the scan has ended. Call it once the image is open, so that slow
     * registries do not hold slots.
     *
     * @return the longest time that the scan should take, which leaves some for reporting its findings
     */
    Duration acquire() throws InterruptedException;
}

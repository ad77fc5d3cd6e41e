package dev.nydusview.authz.scan;

import java.time.Duration;

/** One of the slots that limit concurrent scans. */
public interface ScanSlot {
    /**
     * Waits for the slot, which is held until the scan has ended. To be called once the image is open: registries that are
     * slow to answer take no slot.
     *
     * @return the longest time that the scan should take, so that there is some left for what it has found
     */
    Duration acquire() throws InterruptedException;
}

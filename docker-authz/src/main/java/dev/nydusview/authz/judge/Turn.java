package dev.nydusview.authz.judge;

import java.time.Duration;

/** A judge's place among those that scan at a time. */
public interface Turn {
    /**
     * Waits for the place, which is held until the judgement is there. To be called once the image is open: registries
     * that are slow to answer take no place.
     *
     * @return how long the scan should take at most, so that there is time for what it has found
     */
    Duration take() throws InterruptedException;
}

package dev.nydusview.scan.store;

import java.time.Instant;

/**
 * A result in the cache.
 *
 * @param image name of the scanned image at that time
 * @param bytes of the report
 */
public record CachedResult(String scanner, String image, long bytes, Instant scanned) {}

package dev.nydusview.scan.store;

import java.time.Instant;

/**
 * A result in the cache.
 *
 * @param image the image that was scanned, by the name that it had then
 * @param bytes of the report
 */
public record CachedResult(String scanner, String image, long bytes, Instant scanned) {}

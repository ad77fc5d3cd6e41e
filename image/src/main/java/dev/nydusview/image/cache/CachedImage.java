package dev.nydusview.image.cache;

import java.time.Instant;

/**
 * An unpacked OCI image in the cache.
 *
 * @param name the hexadecimal digits of its manifest's digest
 * @param bytes of all its files
 * @param lastUsed when a process last began or ended to use it
 */
public record CachedImage(String name, long bytes, Instant lastUsed) {}

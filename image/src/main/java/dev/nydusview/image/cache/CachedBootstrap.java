package dev.nydusview.image.cache;

import java.time.Instant;

/**
 * An unpacked bootstrap layer in the cache.
 *
 * @param name the hexadecimal digits of the layer's digest
 * @param bytes of all its files
 * @param lastUsed when it was last opened or made
 */
public record CachedBootstrap(String name, long bytes, Instant lastUsed) {}

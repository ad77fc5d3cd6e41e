package dev.nydusview.image.cache;

import java.time.Instant;

/**
 * A name of an image whose metadata was read through the cache.
 *
 * @param name such as {@code host/name:tag}
 * @param digest of the manifest or index that the registry had for it
 * @param lastUsed when the registry was last asked for it
 */
public record CachedReference(String name, String digest, Instant lastUsed) {}

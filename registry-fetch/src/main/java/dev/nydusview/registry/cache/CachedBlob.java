package dev.nydusview.registry.cache;

import java.time.Instant;

/**
 * What the cache keeps of one blob.
 *
 * @param name the blob's id, or {@code x-} and the digest of an id that is not itself a digest
 * @param chunks how many of its chunks are there
 * @param bytes what they take on disk
 * @param lastUsed when a process last opened or changed them
 */
public record CachedBlob(String name, long chunks, long bytes, Instant lastUsed) {}

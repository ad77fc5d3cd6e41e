package dev.nydusview.chunkstore.cache;

import java.time.Instant;

/**
 * The part of one blob that the cache keeps.
 *
 * @param name the blob's id, or {@code x-} and the digest of an id that is not itself a digest
 * @param chunks number of its chunks that are there
 * @param bytes bytes that they take on disk
 * @param lastUsed when a process last opened or changed them
 */
public record CachedBlob(String name, long chunks, long bytes, Instant lastUsed) {}

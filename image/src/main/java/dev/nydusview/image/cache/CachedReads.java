package dev.nydusview.image.cache;

import java.time.Instant;

/**
 * Record of the files that were read of images of one repository.
 *
 * @param repository with its registry, such as {@code host/name}
 * @param files number of their paths
 * @param bytes that it takes on disk
 * @param lastUsed when it was last written
 */
public record CachedReads(String repository, int files, long bytes, Instant lastUsed) {}

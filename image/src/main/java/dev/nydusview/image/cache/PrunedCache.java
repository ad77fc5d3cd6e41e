package dev.nydusview.image.cache;

/**
 * Counts of the items that {@link CachePruning} has removed.
 *
 * @param stretches parts of blobs, of 4 MiB at most
 * @param images unpacked OCI images
 * @param documents manifests, indexes, configurations, names of images, and records of what was read of repositories
 * @param bytes what was removed took on disk
 * @param left what images take now: blobs, bootstraps and unpacked images
 */
public record PrunedCache(int stretches, int bootstraps, int images, int documents, long bytes, long left) {}

package dev.nydusview.image.cache;

/**
 * Counts of the items that were removed from a cache.
 *
 * @param images unpacked OCI images
 * @param imagesInUse further ones, which stay because a process uses them
 * @param bytes what was removed took on disk
 */
public record ClearedCache(int blobs, int bootstraps, int images, int imagesInUse, long bytes) {}

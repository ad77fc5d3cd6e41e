package dev.nydusview.registry.cache;

/**
 * What was removed from a cache.
 *
 * @param bytes what that took on disk
 */
public record ClearedCache(int blobs, int bootstraps, long bytes) {}

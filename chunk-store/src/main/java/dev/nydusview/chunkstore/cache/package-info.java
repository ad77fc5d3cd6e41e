/**
 * The cache of chunks on disk. {@link CacheLayout} and {@link CacheRoot} have the paths for everything that is cached,
 * also for other modules; {@link ChunkCache} stores chunks, and {@link CachedBlobs} lists and removes them. Used by
 * {@code chunkstore}.
 */
@NullMarked
package dev.nydusview.chunkstore.cache;

import org.jspecify.annotations.NullMarked;

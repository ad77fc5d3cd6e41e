/**
 * The cache on disk: its places, and the chunks in it. Other modules use {@link
 * dev.nydusview.chunkstore.cache.CacheLayout} and {@link dev.nydusview.chunkstore.cache.CacheRoot} for what they keep
 * themselves, and {@link dev.nydusview.chunkstore.cache.CachedBlobs} to list and remove chunks.
 */
@NullMarked
package dev.nydusview.chunkstore.cache;

import org.jspecify.annotations.NullMarked;

/**
 * Chunks of an image: {@link ChunkDescriber} tells where and how one is stored, and {@link ChunkSearch} which files use
 * it. Used by {@code inspect.find}, {@code inspect.metadata} and {@code inspect.tree}.
 */
@NullMarked
package dev.nydusview.inspect.chunk;

import org.jspecify.annotations.NullMarked;

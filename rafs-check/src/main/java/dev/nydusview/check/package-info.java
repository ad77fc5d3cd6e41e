/**
 * Finds all faults of an image, not only the first one that keeps it from being read: {@link StructureCheck} checks the
 * bootstrap, {@link ChunkIndexCheck} the chunk indexes, and {@link DeepCheck} every chunk.
 */
@NullMarked
package dev.nydusview.check;

import org.jspecify.annotations.NullMarked;

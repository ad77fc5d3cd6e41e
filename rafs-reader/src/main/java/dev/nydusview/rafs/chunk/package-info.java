/**
 * Turns chunk references into verified bytes: a {@link ChunkSource} delivers chunks, {@link ChunkDecoder} decompresses
 * and verifies one, and {@link FileReader} reads files. Used by {@code rafs.overlay}.
 */
@NullMarked
package dev.nydusview.rafs.chunk;

import org.jspecify.annotations.NullMarked;

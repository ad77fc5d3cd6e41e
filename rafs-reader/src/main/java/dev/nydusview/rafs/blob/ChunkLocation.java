package dev.nydusview.rafs.blob;

import dev.nydusview.rafs.layout.ChunkInfoLayout;

/**
 * Where and how a blob stores one chunk.
 *
 * @param offset first stored byte
 * @param size stored bytes, 1 to {@link #MAX_STORED_SIZE}
 * @param compressed whether they are compressed by the blob's algorithm
 */
public record ChunkLocation(long offset, int size, boolean compressed) {
    /** Chunks that compression would enlarge are stored as they are, so none is longer than the largest chunk. */
    public static final int MAX_STORED_SIZE = ChunkInfoLayout.MAX_CHUNK_SIZE;
}

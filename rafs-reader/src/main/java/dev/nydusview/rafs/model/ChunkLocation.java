package dev.nydusview.rafs.model;

import dev.nydusview.rafs.layout.ChunkInfoLayout;

/**
 * Where and how a blob stores one chunk.
 *
 * @param offset first stored byte
 * @param size stored bytes, 1 to {@link #MAX_STORED_SIZE}
 */
public record ChunkLocation(long offset, int size, StoredForm form) {
    /** What compression would enlarge is stored as it is, so nothing is longer than the largest chunk or batch. */
    public static final int MAX_STORED_SIZE = ChunkInfoLayout.MAX_CHUNK_SIZE;

    /** Of a chunk that is stored alone and not encrypted. */
    public ChunkLocation(long offset, int size, boolean compressed) {
        this(offset, size, new StoredForm.Alone(compressed, false));
    }
}

package dev.nydusview.rafs.model;

import dev.nydusview.rafs.layout.ChunkInfoLayout;

/**
 * Place and form in which a blob stores one chunk.
 *
 * @param offset first stored byte
 * @param size stored bytes, 1 to {@link ChunkInfoLayout#MAX_STORED_SIZE}
 */
public record ChunkLocation(long offset, int size, StoredForm form) {
    /** Makes the location of a chunk that is stored alone and not encrypted. */
    public ChunkLocation(long offset, int size, boolean compressed) {
        this(offset, size, new StoredForm.Alone(compressed, false));
    }
}

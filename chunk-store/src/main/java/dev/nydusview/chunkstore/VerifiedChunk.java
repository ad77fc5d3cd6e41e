package dev.nydusview.chunkstore;

import dev.nydusview.rafs.model.ChunkRef;
import java.nio.ByteBuffer;

/**
 * A chunk whose digest was checked.
 *
 * @param origin the place that it was read from
 * @param bytes read-only; its position is never moved, readers get duplicates
 */
record VerifiedChunk(ChunkRef origin, ByteBuffer bytes) {
    /** Tests whether {@code chunk}, the same bytes, is stored in another place than these came from. */
    boolean isElsewhere(ChunkRef chunk) {
        return origin.blobIndex() != chunk.blobIndex() || origin.index() != chunk.index();
    }
}

package dev.nydusview.rafswriter.blob;

import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.Digest;
import org.jspecify.annotations.Nullable;

/** Chunks that need not be stored again. */
@FunctionalInterface
public interface ChunkDictionary {
    /** A dictionary without chunks. */
    ChunkDictionary EMPTY = (digest, size) -> null;

    /**
     * Returns a chunk with that content; null if there is none.
     *
     * @param digest by the algorithm of the blob that is written
     */
    @Nullable
    ChunkRecord find(Digest digest, int size);
}

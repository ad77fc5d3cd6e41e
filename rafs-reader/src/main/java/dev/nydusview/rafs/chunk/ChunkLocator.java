package dev.nydusview.rafs.chunk;

import dev.nydusview.rafs.blob.ChunkNeighbour;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.util.List;

/** Finds where in its blob a chunk is stored. Safe for concurrent use. */
@FunctionalInterface
public interface ChunkLocator {
    /** Finds where {@code chunk} is stored; the first call for a blob may have to read the blob's chunk index. */
    ChunkLocation locate(ChunkRef chunk) throws IOException;

    /** Chunks that come with {@code chunk}, out of the same stored bytes; without itself. */
    default List<ChunkNeighbour> neighbours(ChunkRef chunk) throws IOException {
        return List.of();
    }
}

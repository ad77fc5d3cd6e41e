package dev.nydusview.rafs.chunk;

import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.blob.ChunkLocation;
import java.io.IOException;

/** Says where in its blob a chunk is stored. Safe for concurrent use. */
@FunctionalInterface
public interface ChunkLocator {
    /** Where {@code chunk} is stored; the first call for a blob may have to read the blob's chunk index. */
    ChunkLocation locate(ChunkRef chunk) throws IOException;
}

package dev.nydusview.registry.fetch;

import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.Digest;

/** What makes two chunks the same bytes, wherever they are stored: all chunks of an image use one digest algorithm. */
record ChunkKey(Digest digest, int size) {
    static ChunkKey of(ChunkRef chunk) {
        return new ChunkKey(chunk.digest(), chunk.size());
    }
}

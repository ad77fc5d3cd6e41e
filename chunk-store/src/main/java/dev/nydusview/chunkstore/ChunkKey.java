package dev.nydusview.chunkstore;

import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;

/**
 * Identity of the bytes of a chunk in its image: digest and size, wherever they are stored, as all chunks of an image
 * use one digest algorithm; and the place of those that have no digest, else 0.
 */
record ChunkKey(Digest digest, int size, int blobIndex, long uncompressedOffset) {
    static ChunkKey of(ChunkRef chunk) {
        return chunk.digest().isZero()
                ? new ChunkKey(chunk.digest(), chunk.size(), chunk.blobIndex(), chunk.uncompressedOffset())
                : new ChunkKey(chunk.digest(), chunk.size(), 0, 0);
    }
}

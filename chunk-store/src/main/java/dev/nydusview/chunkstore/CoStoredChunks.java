package dev.nydusview.chunkstore;

import dev.nydusview.rafs.blob.ChunkNeighbour;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Keeps on disk the chunks that come out of the same stored bytes as one that was asked for: they are here anyway. */
final class CoStoredChunks {
    private final ChunkLocator locator;
    private final VerifyingChunkCache disk;

    CoStoredChunks(ChunkLocator locator, VerifyingChunkCache disk) {
        this.locator = locator;
        this.disk = disk;
    }

    /**
     * Stores the chunks that are with {@code chunk} in {@code context}; returns whether all of them can be found from now
     * on, so that nobody needs the context. Never fails, as they were not requested.
     */
    boolean keep(ChunkRef chunk, ByteBuffer context) {
        if (!disk.keeps(chunk)) {
            return false;
        }
        try {
            boolean all = true;
            for (ChunkNeighbour neighbour : locator.neighbours(chunk)) {
                all &= isWithin(neighbour, context)
                        && disk.storeUnverified(
                                asChunk(chunk.blobIndex(), neighbour),
                                context.slice(neighbour.start(), neighbour.size()));
            }
            return all;
        } catch (IOException e) {
            return false; // the chunk index is corrupt beside a sound chunk; a request for that neighbour will fail
        }
    }

    private static boolean isWithin(ChunkNeighbour neighbour, ByteBuffer context) {
        return neighbour.start() >= 0
                && neighbour.start() <= context.remaining() - neighbour.size()
                && neighbour.uncompressedOffset() <= BlobInfo.MAX_UNCOMPRESSED_SIZE - neighbour.size();
    }

    private static ChunkRef asChunk(int blobIndex, ChunkNeighbour neighbour) {
        return new ChunkRef(
                blobIndex, neighbour.index(), 0, neighbour.size(), neighbour.uncompressedOffset(), Digest.ZERO, null);
    }
}

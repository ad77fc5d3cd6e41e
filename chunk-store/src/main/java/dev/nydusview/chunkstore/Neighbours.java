package dev.nydusview.chunkstore;

import dev.nydusview.rafs.BlobInfo;
import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.Digest;
import dev.nydusview.rafs.blob.ChunkNeighbour;
import dev.nydusview.rafs.chunk.ChunkLocator;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Keeps on disk what a unit holds beyond the chunks that were asked for, since it has been fetched anyway. */
final class Neighbours {
    private final ChunkLocator locator;
    private final DiskTier disk;

    Neighbours(ChunkLocator locator, DiskTier disk) {
        this.locator = locator;
        this.disk = disk;
    }

    /** Stores the neighbours of {@code chunk} in {@code unit}; never fails, as nobody has asked for them. */
    void keep(ChunkRef chunk, ByteBuffer unit) {
        if (!disk.keepsAnything()) {
            return;
        }
        try {
            for (ChunkNeighbour neighbour : locator.neighbours(chunk)) {
                if (isSound(neighbour, unit)) {
                    disk.storeUnverified(
                            asChunk(chunk.blobIndex(), neighbour), unit.slice(neighbour.start(), neighbour.size()));
                }
            }
        } catch (IOException e) {
            // The chunk index is corrupt next to a chunk that was fine: whoever asks for that one will hear of it.
        }
    }

    private static boolean isSound(ChunkNeighbour neighbour, ByteBuffer unit) {
        return neighbour.start() >= 0
                && neighbour.start() <= unit.remaining() - neighbour.size()
                && neighbour.uncompressedOffset() <= BlobInfo.MAX_UNCOMPRESSED_SIZE - neighbour.size();
    }

    private static ChunkRef asChunk(int blobIndex, ChunkNeighbour neighbour) {
        return new ChunkRef(
                blobIndex, neighbour.index(), 0, neighbour.size(), neighbour.uncompressedOffset(), Digest.ZERO, null);
    }
}

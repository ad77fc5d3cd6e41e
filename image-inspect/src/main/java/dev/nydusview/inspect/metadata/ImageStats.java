package dev.nydusview.inspect.metadata;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.RafsFlag;
import dev.nydusview.rafs.model.Superblock;
import java.util.List;

/**
 * The superblock of an image.
 *
 * @param version 5 or 6
 * @param blockSize unit of v6 block addresses in bytes
 * @param chunkSize bytes
 * @param blobs number of data blobs
 * @param prefetchTableEntries inodes, with padding
 */
public record ImageStats(
        int version,
        long inodes,
        int chunkSize,
        int blockSize,
        long rootInode,
        List<String> flags,
        String compressor,
        String digester,
        int blobs,
        long blobTableOffset,
        long blobTableSize,
        long prefetchTableOffset,
        long prefetchTableEntries,
        long chunkTableOffset,
        long chunkTableSize) {

    public static ImageStats of(RafsImage image) {
        Superblock superblock = image.superblock();
        return new ImageStats(
                superblock.version().number(),
                superblock.inodesCount(),
                superblock.chunkSize(),
                superblock.blockSize(),
                superblock.rootInode(),
                superblock.flags().stream().map(RafsFlag::name).toList(),
                superblock.compressor().toString(),
                superblock.digester().toString(),
                image.blobs().size(),
                superblock.blobTableOffset(),
                superblock.blobTableSize(),
                superblock.prefetchTableOffset(),
                superblock.prefetchTableEntries(),
                superblock.chunkTableOffset(),
                superblock.chunkTableSize());
    }
}

package dev.nydusview.rafs.model;

import java.util.Set;

/**
 * Content of an image's superblock, in either format.
 *
 * @param inodesCount number of inodes as recorded; in v5 hard links count once
 * @param blockSize unit of v6 block addresses in bytes; in v5 the chunk size
 * @param chunkSize bytes of file data a chunk, the last one of a file apart
 * @param rootInode number of the root's inode
 * @param blobTableOffset bytes into the bootstrap
 * @param blobTableSize bytes
 * @param prefetchTableEntries number of 4-byte inode numbers
 * @param chunkTableOffset v6 only, else 0
 * @param chunkTableSize bytes, v6 only, else 0
 */
public record Superblock(
        FormatVersion version,
        Set<RafsFlag> flags,
        long inodesCount,
        int blockSize,
        int chunkSize,
        Compressor compressor,
        DigestAlgorithm digester,
        long rootInode,
        long blobTableOffset,
        long blobTableSize,
        long prefetchTableOffset,
        long prefetchTableEntries,
        long chunkTableOffset,
        long chunkTableSize) {

    /** The same superblock over another number of inodes and another root. */
    public Superblock with(long otherInodesCount, long otherRootInode) {
        return new Superblock(
                version,
                flags,
                otherInodesCount,
                blockSize,
                chunkSize,
                compressor,
                digester,
                otherRootInode,
                blobTableOffset,
                blobTableSize,
                prefetchTableOffset,
                prefetchTableEntries,
                chunkTableOffset,
                chunkTableSize);
    }
}

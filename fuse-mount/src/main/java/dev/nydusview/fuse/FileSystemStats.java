package dev.nydusview.fuse;

/**
 * The answer to statfs.
 *
 * @param blockSize bytes
 * @param blocks blocks of data in the image, none of them free
 * @param inodes inodes in the image, none of them free
 * @param maxName bytes in the longest name
 */
public record FileSystemStats(long blockSize, long blocks, long inodes, long maxName) {}

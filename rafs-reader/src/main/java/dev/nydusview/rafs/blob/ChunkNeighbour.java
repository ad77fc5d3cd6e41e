package dev.nydusview.rafs.blob;

/**
 * A chunk that comes with another one, out of the same stored bytes.
 *
 * @param index its number in the blob
 * @param uncompressedOffset its place in the blob's uncompressed address space
 * @param start where it starts in what the stored bytes make
 * @param size its bytes
 */
public record ChunkNeighbour(int index, long uncompressedOffset, int start, int size) {}

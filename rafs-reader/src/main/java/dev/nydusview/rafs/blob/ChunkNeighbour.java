package dev.nydusview.rafs.blob;

/**
 * A chunk that is made of the same stored bytes as another one.
 *
 * @param index its number in the blob
 * @param uncompressedOffset its place in the blob's uncompressed address space
 * @param start its offset in the decompressed bytes
 * @param size its bytes
 */
public record ChunkNeighbour(int index, long uncompressedOffset, int start, int size) {}

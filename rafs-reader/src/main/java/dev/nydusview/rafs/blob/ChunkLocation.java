package dev.nydusview.rafs.blob;

/**
 * Where and how a blob stores one chunk.
 *
 * @param offset first stored byte
 * @param size stored bytes
 * @param compressed whether they are compressed by the blob's algorithm
 */
public record ChunkLocation(long offset, int size, boolean compressed) {}

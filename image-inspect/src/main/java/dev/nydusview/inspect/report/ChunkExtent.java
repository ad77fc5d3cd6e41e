package dev.nydusview.inspect.report;

/**
 * Place of a chunk in its blob.
 *
 * @param offset first stored byte
 * @param size stored bytes, which may be those of several chunks
 * @param share part of the stored bytes that is this chunk's, in proportion if they are shared
 */
record ChunkExtent(long offset, long size, long share) {}

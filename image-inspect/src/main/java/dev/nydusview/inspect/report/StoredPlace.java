package dev.nydusview.inspect.report;

/**
 * Where a blob stores a chunk.
 *
 * @param offset first stored byte
 * @param size stored bytes, which may be those of several chunks
 * @param share those of the stored bytes that are this chunk's, in proportion if they are shared
 */
record StoredPlace(long offset, long size, long share) {}

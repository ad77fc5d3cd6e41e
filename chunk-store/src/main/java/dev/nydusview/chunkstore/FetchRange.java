package dev.nydusview.chunkstore;

import java.util.List;

/**
 * Stored bytes to read in one go.
 *
 * @param chunks stored in there, in order of offset; several may be stored in one place
 */
record FetchRange(int blobIndex, long offset, int length, List<LocatedChunk> chunks) {}

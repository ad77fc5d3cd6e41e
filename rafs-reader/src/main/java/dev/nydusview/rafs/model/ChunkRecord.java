package dev.nydusview.rafs.model;

import java.util.Set;

/**
 * The bootstrap's record of one chunk of a file, beyond what reading the chunk needs.
 *
 * @param storedOffset first stored byte, as recorded: 0 for a chunk of a batch, a hint for one in a gzip stream
 * @param storedSize stored bytes, as recorded: 0 or a hint in the same way
 * @param crc32 CRC-32C of the decompressed bytes, if {@code flags} has {@link ChunkFlag#HAS_CRC32}
 */
public record ChunkRecord(ChunkRef chunk, long storedOffset, long storedSize, Set<ChunkFlag> flags, int crc32) {}

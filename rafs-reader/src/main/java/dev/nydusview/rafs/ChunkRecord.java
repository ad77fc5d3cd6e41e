package dev.nydusview.rafs;

import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.layout.ChunkInfoLayout;
import java.util.Set;

/**
 * What the bootstrap records of one chunk of a file, beyond what reading it needs.
 *
 * @param storedOffset first stored byte, as recorded: 0 for a chunk of a batch, a hint for one in a gzip stream
 * @param storedSize stored bytes, as recorded: 0 or a hint in the same way
 * @param crc32 CRC-32C of the decompressed bytes, if {@code flags} has {@link ChunkFlag#HAS_CRC32}
 */
public record ChunkRecord(ChunkRef chunk, long storedOffset, long storedSize, Set<ChunkFlag> flags, int crc32) {
    /** The record of {@code chunk} in the 80 bytes of {@code info}. */
    public static ChunkRecord of(ChunkRef chunk, Bytes info) throws RafsFormatException {
        return new ChunkRecord(
                chunk,
                info.i64(ChunkInfoLayout.COMPRESSED_OFFSET),
                info.u32(ChunkInfoLayout.COMPRESSED_SIZE),
                ChunkFlag.decode(info.i32(ChunkInfoLayout.FLAGS)),
                info.i32(ChunkInfoLayout.CRC32));
    }
}

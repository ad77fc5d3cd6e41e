package dev.nydusview.rafs.bytes;

import dev.nydusview.rafs.layout.ChunkInfoLayout;
import dev.nydusview.rafs.model.ChunkFlag;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.RafsFormatException;

/** Decodes the 80 bytes that bootstraps of both versions have for a chunk; see {@link ChunkInfoLayout}. */
public final class ChunkInfo {
    private ChunkInfo() {}

    /** The record of {@code chunk} in the 80 bytes of {@code info}. */
    public static ChunkRecord record(ChunkRef chunk, Bytes info) throws RafsFormatException {
        return new ChunkRecord(
                chunk,
                info.i64(ChunkInfoLayout.COMPRESSED_OFFSET),
                info.u32(ChunkInfoLayout.COMPRESSED_SIZE),
                ChunkFlag.decode(info.i32(ChunkInfoLayout.FLAGS)),
                info.i32(ChunkInfoLayout.CRC32));
    }
}

package dev.nydusview.rafswriter.output;

import dev.nydusview.rafs.model.ChunkFlag;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;

/** The record of a chunk, which v5 has behind an inode and v6 in its chunk table; see {@code ChunkInfoLayout}. */
public final class ChunkRow {
    private ChunkRow() {}

    public static void write(ChunkRecord row, Stretch out) throws IOException {
        ChunkRef chunk = row.chunk();
        out.digest(chunk.digest())
                .u32(chunk.blobIndex())
                .u32(ChunkFlag.encode(row.flags()))
                .u32(row.storedSize())
                .u32(chunk.size())
                .u64(row.storedOffset())
                .u64(chunk.uncompressedOffset())
                .u64(chunk.fileOffset())
                .u32(chunk.index())
                .u32(row.crc32());
    }
}

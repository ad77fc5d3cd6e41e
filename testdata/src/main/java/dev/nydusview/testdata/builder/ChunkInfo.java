package dev.nydusview.testdata.builder;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The 80 bytes that v5 has behind each regular file, and v6 in its chunk table, for a chunk. */
final class ChunkInfo {
    static final int SIZE = 80;

    private static final int BLOCK_ID = 0;
    private static final int BLOB_INDEX = 32;
    private static final int FLAGS = 36;
    private static final int COMPRESSED_SIZE = 40;
    private static final int UNCOMPRESSED_SIZE = 44;
    private static final int COMPRESSED_OFFSET = 48;
    private static final int UNCOMPRESSED_OFFSET = 56;
    private static final int FILE_OFFSET = 64;
    private static final int INDEX = 72;
    private static final int CRC32 = 76;

    private static final int FLAG_COMPRESSED = 1;
    private static final int FLAG_HAS_CRC32 = 0x10;

    private ChunkInfo() {}

    static ByteBuffer of(FileChunk chunk) {
        StoredChunk stored = chunk.stored();
        return ByteSink.record(SIZE)
                .put(BLOCK_ID, HexFormat.of().parseHex(stored.digest()))
                .putInt(BLOB_INDEX, stored.blobIndex())
                .putInt(FLAGS, flags(stored))
                .putInt(COMPRESSED_SIZE, stored.storedSize())
                .putInt(UNCOMPRESSED_SIZE, stored.size())
                .putLong(COMPRESSED_OFFSET, stored.storedOffset())
                .putLong(UNCOMPRESSED_OFFSET, stored.uncompressedOffset())
                .putLong(FILE_OFFSET, chunk.fileOffset())
                .putInt(INDEX, stored.index())
                .putInt(CRC32, stored.crc());
    }

    /** A CRC of 0 counts as none. */
    private static int flags(StoredChunk chunk) {
        return (chunk.compressed() ? FLAG_COMPRESSED : 0) | (chunk.crc() == 0 ? 0 : FLAG_HAS_CRC32);
    }
}

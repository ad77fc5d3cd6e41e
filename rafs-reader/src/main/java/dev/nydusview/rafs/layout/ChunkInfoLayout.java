package dev.nydusview.rafs.layout;

/** The chunk record that v5 stores beside an inode and v6 in its chunk table, in disk order. */
public final class ChunkInfoLayout {
    public static final int BLOCK_ID = 0;
    public static final int BLOB_INDEX = BLOCK_ID + 32;
    public static final int FLAGS = BLOB_INDEX + 4;
    public static final int COMPRESSED_SIZE = FLAGS + 4;
    public static final int UNCOMPRESSED_SIZE = COMPRESSED_SIZE + 4;
    public static final int COMPRESSED_OFFSET = UNCOMPRESSED_SIZE + 4;
    public static final int UNCOMPRESSED_OFFSET = COMPRESSED_OFFSET + 8;
    public static final int FILE_OFFSET = UNCOMPRESSED_OFFSET + 8;
    public static final int INDEX = FILE_OFFSET + 8;
    public static final int CRC32 = INDEX + 4;
    public static final int CHUNK_INFO_SIZE = CRC32 + 4; // 80

    // Flags.
    public static final int FLAG_COMPRESSED = 1;
    public static final int FLAG_HOLE = 2;
    public static final int FLAG_ENCRYPTED = 4;
    public static final int FLAG_BATCH = 8;
    public static final int FLAG_HAS_CRC32 = 0x10;

    /** Chunks are a power of two of bytes between these. */
    public static final int MIN_CHUNK_SIZE = 0x1000;

    public static final int MAX_CHUNK_SIZE = 0x100_0000;

    /**
     * Stored bytes of the largest chunk, batch or zran context. Builders do not write larger ones: data
     * that compression would enlarge is stored uncompressed (nydus, utils/src/compress/mod.rs), encryption only pads
     * data of less than 16 bytes (utils/src/crypt.rs), and larger chunks of eStargz layers are refused
     * (builder/src/stargz.rs). A row of a chunk index does not have bits for more.
     */
    public static final int MAX_STORED_SIZE = MAX_CHUNK_SIZE;

    /** Tests whether files may be cut into chunks of {@code size} bytes. */
    public static boolean isChunkSize(long size) {
        return size >= MIN_CHUNK_SIZE && size <= MAX_CHUNK_SIZE && Long.bitCount(size) == 1;
    }

    private ChunkInfoLayout() {}
}

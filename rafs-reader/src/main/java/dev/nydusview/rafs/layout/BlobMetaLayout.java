package dev.nydusview.rafs.layout;

/** The chunk information of a v6 blob and the header that follows it, in disk order. Little-endian. */
public final class BlobMetaLayout {
    public static final int MAGIC = 0xB10B_B10B;

    // Header.
    public static final int H_MAGIC = 0;
    public static final int H_FEATURES = H_MAGIC + 4;
    public static final int H_CI_COMPRESSOR = H_FEATURES + 4;
    public static final int H_CI_ENTRIES = H_CI_COMPRESSOR + 4;
    public static final int H_CI_OFFSET = H_CI_ENTRIES + 4;
    public static final int H_CI_COMPRESSED_SIZE = H_CI_OFFSET + 8;
    public static final int H_CI_UNCOMPRESSED_SIZE = H_CI_COMPRESSED_SIZE + 8;
    public static final int H_ZRAN_OFFSET = H_CI_UNCOMPRESSED_SIZE + 8;
    public static final int H_ZRAN_SIZE = H_ZRAN_OFFSET + 8;
    public static final int H_ZRAN_COUNT = H_ZRAN_SIZE + 8;
    public static final int H_RESERVED = H_ZRAN_COUNT + 4; // 60
    public static final int H_MAGIC2 = H_RESERVED + 4032; // 4092
    public static final int HEADER_SIZE = H_MAGIC2 + 4; // 4096

    // Both entry versions are two 64-bit words of bit fields; V2 adds a third.
    public static final int UNCOMPRESSED_WORD = 0;
    public static final int COMPRESSED_WORD = UNCOMPRESSED_WORD + 8;
    public static final int V1_ENTRY_SIZE = COMPRESSED_WORD + 8; // 16
    public static final int DATA_WORD = COMPRESSED_WORD + 8;
    public static final int V2_ENTRY_SIZE = DATA_WORD + 8; // 24

    // V1 bit fields. The sizes are stored less one, their upper four bits apart from the lower twenty.
    public static final int V1_SIZE_LOW_SHIFT = 44;
    public static final int V1_SIZE_LOW_BITS = 20;
    public static final int V1_UNCOMPRESSED_SIZE_HIGH_SHIFT = 8;
    public static final int V1_COMPRESSED_SIZE_HIGH_SHIFT = 40;
    public static final int V1_SIZE_HIGH_MASK = 0xf;
    public static final long V1_UNCOMPRESSED_OFFSET_MASK = 0xfff_ffff_f000L;

    /** Bits 0 to 39 of the compressed word, in V1 and V2 alike. */
    public static final long COMPRESSED_OFFSET_MASK = 0xff_ffff_ffffL;

    // V2 bit fields.
    public static final long V2_UNCOMPRESSED_BLOCK_MASK = 0xffff_ffffL;
    public static final int V2_UNCOMPRESSED_BLOCK_BITS = 12;
    public static final int V2_UNCOMPRESSED_SIZE_SHIFT = 32;
    public static final int V2_SIZE_MASK = 0xff_ffff;
    public static final int V2_FLAGS_SHIFT = 56;
    public static final int V2_COMPRESSED_SIZE_SHIFT = 40;

    // V2 flags.
    public static final int V2_FLAG_COMPRESSED = 1;
    public static final int V2_FLAG_ZRAN = 2;
    public static final int V2_FLAG_BATCH = 4;
    public static final int V2_FLAG_ENCRYPTED = 8;
    public static final int V2_FLAG_HAS_CRC32 = 0x10;

    /** The data word: the context in its upper half, where the chunk starts in the context's bytes in its lower one. */
    public static final int V2_CONTEXT_SHIFT = 32;

    // Context of a batch: one row of the table at H_ZRAN_OFFSET.
    public static final int BATCH_COMPRESSED_SIZE = 0;
    public static final int BATCH_UNCOMPRESSED_SIZE = BATCH_COMPRESSED_SIZE + 4;

    // Zran context; the dictionaries follow the table.
    public static final int ZRAN_IN_OFFSET = 0;
    public static final int ZRAN_OUT_OFFSET = ZRAN_IN_OFFSET + 8;
    public static final int ZRAN_DICT_OFFSET = ZRAN_OUT_OFFSET + 8;
    public static final int ZRAN_IN_LEN = ZRAN_DICT_OFFSET + 8;
    public static final int ZRAN_OUT_LEN = ZRAN_IN_LEN + 4;
    public static final int ZRAN_DICT_SIZE = ZRAN_OUT_LEN + 4;
    public static final int ZRAN_CTX_BYTE = ZRAN_DICT_SIZE + 4;
    public static final int ZRAN_CTX_BITS = ZRAN_CTX_BYTE + 1;
    public static final int ZRAN_PADDING = ZRAN_CTX_BITS + 1; // 38
    public static final int CONTEXT_SIZE = ZRAN_PADDING + 2; // 40

    /** The window of deflate. */
    public static final int MAX_DICTIONARY = 32 << 10;

    private BlobMetaLayout() {}
}

package dev.nydusview.testdata.builder;

import java.nio.ByteBuffer;

/** Field offsets of the EROFS superblock and its RAFS extension, from the start of the bootstrap, and fixed values. */
public final class V6Superblock {
    private static final int START = 1024;
    static final int MAGIC = START;
    static final int CHECKSUM = START + 4;
    static final int FEATURE_COMPAT = START + 8;
    static final int BLOCK_BITS = START + 12;
    static final int ROOT_NID = START + 14;
    static final int INODES = START + 16;
    static final int BLOCKS = START + 36;
    static final int META_BLOCK = START + 40;
    static final int XATTR_BLOCK = START + 44;
    static final int FEATURE_INCOMPAT = START + 80;
    static final int EXTRA_DEVICES = START + 86;
    static final int DEVICE_SLOT_OFFSET = START + 88;

    private static final int EXTENSION = START + 128;
    static final int FLAGS = EXTENSION;
    static final int BLOB_TABLE_OFFSET = EXTENSION + 8;
    static final int BLOB_TABLE_SIZE = EXTENSION + 16;
    static final int CHUNK_SIZE = EXTENSION + 20;
    static final int CHUNK_TABLE_OFFSET = EXTENSION + 24;
    static final int CHUNK_TABLE_SIZE = EXTENSION + 32;
    static final int PREFETCH_TABLE_OFFSET = EXTENSION + 40;
    static final int PREFETCH_TABLE_SIZE = EXTENSION + 48;

    /** Device slots follow. */
    static final int END = EXTENSION + 256;

    private static final int MAGIC_VALUE = 0xE0F5_E1E2;
    private static final int COMPAT_RAFS_V6 = 0x4000_0000;
    private static final int CHUNKED_FILE = 0x4;
    private static final int DEVICE_TABLE = 0x8;
    private static final int SLOT_UNIT = 128;
    private static final int ENCRYPTION_NONE = 0x0100_0000;

    private static final int VERSION_7_COMPAT = 0x3;
    private static final int VERSION_7_CHECKSUM = 0x5eed_5eed;

    private V6Superblock() {}

    /** Writes the fields that are the same in every image, or follow from {@code settings}. */
    static void write(ByteBuffer image, SourceTree tree, ChunkSettings settings) {
        image.putInt(MAGIC, MAGIC_VALUE)
                .putInt(FEATURE_COMPAT, COMPAT_RAFS_V6)
                .put(BLOCK_BITS, (byte) Integer.numberOfTrailingZeros(V6Writer.BLOCK))
                .putInt(FEATURE_INCOMPAT, CHUNKED_FILE | DEVICE_TABLE)
                .putShort(DEVICE_SLOT_OFFSET, (short) (END / SLOT_UNIT))
                .putInt(CHUNK_SIZE, settings.chunkSize())
                .putLong(
                        FLAGS,
                        settings.compression().superblockFlag()
                                | settings.hash().superblockFlag()
                                | SuperblockFlag.of(tree)
                                | ENCRYPTION_NONE);
    }

    static void makeVersion7(ByteBuffer image) {
        image.putInt(FEATURE_COMPAT, VERSION_7_COMPAT).putInt(CHECKSUM, VERSION_7_CHECKSUM);
    }
}

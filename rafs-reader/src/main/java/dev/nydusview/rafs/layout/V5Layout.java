package dev.nydusview.rafs.layout;

/** Offsets and sizes of RAFS v5, in disk order. All integers are little-endian. */
public final class V5Layout {
    public static final int MAGIC = 0x5241_4653;
    public static final int VERSION_4 = 0x400;
    public static final int VERSION_5 = 0x500;

    /** Multiple at which every table and record starts, in bytes. */
    public static final int ALIGNMENT = 8;

    // Superblock, at offset 0.
    public static final int SB_MAGIC = 0;
    public static final int SB_FS_VERSION = SB_MAGIC + 4;
    public static final int SB_SIZE = SB_FS_VERSION + 4;
    public static final int SB_BLOCK_SIZE = SB_SIZE + 4;
    public static final int SB_FLAGS = SB_BLOCK_SIZE + 4;
    public static final int SB_INODES_COUNT = SB_FLAGS + 8;
    public static final int SB_INODE_TABLE_OFFSET = SB_INODES_COUNT + 8;
    public static final int SB_PREFETCH_TABLE_OFFSET = SB_INODE_TABLE_OFFSET + 8;
    public static final int SB_BLOB_TABLE_OFFSET = SB_PREFETCH_TABLE_OFFSET + 8;
    public static final int SB_INODE_TABLE_ENTRIES = SB_BLOB_TABLE_OFFSET + 8;
    public static final int SB_PREFETCH_TABLE_ENTRIES = SB_INODE_TABLE_ENTRIES + 4;
    public static final int SB_BLOB_TABLE_SIZE = SB_PREFETCH_TABLE_ENTRIES + 4;
    public static final int SB_EXT_BLOB_TABLE_ENTRIES = SB_BLOB_TABLE_SIZE + 4;
    public static final int SB_EXT_BLOB_TABLE_OFFSET = SB_EXT_BLOB_TABLE_ENTRIES + 4;
    public static final int SB_RESERVED = SB_EXT_BLOB_TABLE_OFFSET + 8; // 80
    public static final int SUPERBLOCK_SIZE = SB_RESERVED + 8112; // 8192

    // Inode table entry: record offset divided by the alignment.
    public static final int INODE_TABLE_ENTRY_SIZE = 4;

    public static final int PREFETCH_ENTRY_SIZE = 4;

    // Blob table entry: two numbers, then the blob id; a NUL between entries.
    public static final int BLOB_READAHEAD_OFFSET = 0;
    public static final int BLOB_READAHEAD_SIZE = BLOB_READAHEAD_OFFSET + 4;
    public static final int BLOB_ID = BLOB_READAHEAD_SIZE + 4;
    public static final int MAX_BLOB_ID = 64;

    // Extended blob table entry.
    public static final int EXT_CHUNK_COUNT = 0;
    public static final int EXT_FEATURES = EXT_CHUNK_COUNT + 4;
    public static final int EXT_UNCOMPRESSED_SIZE = EXT_FEATURES + 4;
    public static final int EXT_COMPRESSED_SIZE = EXT_UNCOMPRESSED_SIZE + 8;
    public static final int EXT_RESERVED = EXT_COMPRESSED_SIZE + 8;
    public static final int EXT_BLOB_SIZE = EXT_RESERVED + 40; // 64

    // Inode.
    public static final int I_DIGEST = 0;
    public static final int I_PARENT = I_DIGEST + 32;
    public static final int I_INO = I_PARENT + 8;
    public static final int I_UID = I_INO + 8;
    public static final int I_GID = I_UID + 4;
    public static final int I_PROJID = I_GID + 4;
    public static final int I_MODE = I_PROJID + 4;
    public static final int I_SIZE = I_MODE + 4;
    public static final int I_BLOCKS = I_SIZE + 8;
    public static final int I_FLAGS = I_BLOCKS + 8;
    public static final int I_NLINK = I_FLAGS + 8;
    public static final int I_CHILD_INDEX = I_NLINK + 4;
    public static final int I_CHILD_COUNT = I_CHILD_INDEX + 4;
    public static final int I_NAME_SIZE = I_CHILD_COUNT + 4;
    public static final int I_SYMLINK_SIZE = I_NAME_SIZE + 2;
    public static final int I_RDEV = I_SYMLINK_SIZE + 2;
    public static final int I_MTIME_NSEC = I_RDEV + 4;
    public static final int I_MTIME = I_MTIME_NSEC + 4;
    public static final int I_RESERVED = I_MTIME + 8;
    public static final int INODE_SIZE = I_RESERVED + 8; // 128

    // Inode flags.
    public static final int I_FLAG_SYMLINK = 1;
    public static final int I_FLAG_HARDLINK = 2;
    public static final int I_FLAG_XATTR = 4;
    public static final int I_FLAG_HAS_HOLE = 8;

    /** The table stores offsets in 29 bits, and no record stands inside the first kilobyte. */
    public static final long MIN_INODE_TABLE_VALUE = 1024;

    public static final long MAX_INODE_TABLE_VALUE = 1 << 29;

    /** Bytes of {@code length} once padded to the alignment. */
    public static long aligned(long length) {
        return (length + ALIGNMENT - 1) & -ALIGNMENT;
    }

    private V5Layout() {}
}

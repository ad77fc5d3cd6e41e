package dev.nydusview.rafs.layout;

/** Offsets and sizes of RAFS v6 (an EROFS image with an extended superblock), in disk order. Little-endian. */
public final class V6Layout {
    public static final int SUPERBLOCK_OFFSET = 1024;

    // EROFS superblock.
    public static final int SB_MAGIC = 0;
    public static final int SB_CHECKSUM = SB_MAGIC + 4;
    public static final int SB_FEATURE_COMPAT = SB_CHECKSUM + 4;
    public static final int SB_BLKSZBITS = SB_FEATURE_COMPAT + 4;
    public static final int SB_EXTSLOTS = SB_BLKSZBITS + 1;
    public static final int SB_ROOT_NID = SB_EXTSLOTS + 1;
    public static final int SB_INOS = SB_ROOT_NID + 2;
    public static final int SB_BUILD_TIME = SB_INOS + 8;
    public static final int SB_BUILD_TIME_NSEC = SB_BUILD_TIME + 8;
    public static final int SB_BLOCKS = SB_BUILD_TIME_NSEC + 4;
    public static final int SB_META_BLKADDR = SB_BLOCKS + 4;
    public static final int SB_XATTR_BLKADDR = SB_META_BLKADDR + 4;
    public static final int SB_UUID = SB_XATTR_BLKADDR + 4;
    public static final int SB_VOLUME_NAME = SB_UUID + 16;
    public static final int SB_FEATURE_INCOMPAT = SB_VOLUME_NAME + 16;
    public static final int SB_S_U = SB_FEATURE_INCOMPAT + 4;
    public static final int SB_EXTRA_DEVICES = SB_S_U + 2;
    public static final int SB_DEVT_SLOTOFF = SB_EXTRA_DEVICES + 2;
    public static final int SB_RESERVED = SB_DEVT_SLOTOFF + 2; // 90
    public static final int SUPERBLOCK_SIZE = SB_RESERVED + 38; // 128

    public static final int MAGIC = 0xE0F5_E1E2;

    /** The compatible feature that marks a RAFS v6 image among EROFS images. */
    public static final int COMPAT_RAFS_V6 = 0x4000_0000;

    public static final int INCOMPAT_CHUNKED_FILE = 0x4;
    public static final int INCOMPAT_DEVICE_TABLE = 0x8;

    /** The only set of incompatible features that RAFS v6 images have; any other is another format. */
    public static final int INCOMPAT_RAFS_V6 = INCOMPAT_CHUNKED_FILE | INCOMPAT_DEVICE_TABLE; // 0xC

    public static final int BLOCK_BITS = 12;
    public static final int BLOCK_BITS_TARFS = 9;

    // Extended superblock, right after it.
    public static final int EXT_SUPERBLOCK_OFFSET = SUPERBLOCK_OFFSET + SUPERBLOCK_SIZE; // 1024 + 128
    public static final int EXT_FLAGS = 0;
    public static final int EXT_BLOB_TABLE_OFFSET = EXT_FLAGS + 8;
    public static final int EXT_BLOB_TABLE_SIZE = EXT_BLOB_TABLE_OFFSET + 8;
    public static final int EXT_CHUNK_SIZE = EXT_BLOB_TABLE_SIZE + 4;
    public static final int EXT_CHUNK_TABLE_OFFSET = EXT_CHUNK_SIZE + 4;
    public static final int EXT_CHUNK_TABLE_SIZE = EXT_CHUNK_TABLE_OFFSET + 8;
    public static final int EXT_PREFETCH_TABLE_OFFSET = EXT_CHUNK_TABLE_SIZE + 8;
    public static final int EXT_PREFETCH_TABLE_SIZE = EXT_PREFETCH_TABLE_OFFSET + 8;
    public static final int EXT_PADDING = EXT_PREFETCH_TABLE_SIZE + 4;
    public static final int EXT_RESERVED = EXT_PADDING + 4; // 56
    public static final int EXT_SUPERBLOCK_SIZE = EXT_RESERVED + 200; // 256

    public static final int PREFETCH_ENTRY_SIZE = 4;

    /** An inode stands at {@code meta_blkaddr} blocks plus its nid times this. */
    public static final int SLOT_SIZE = 32;

    // i_format: bit 0 the form, bits 1 to 3 the data layout.
    public static final int FORMAT_EXTENDED = 1;
    public static final int FORMAT_LAYOUT_SHIFT = 1;
    public static final int FORMAT_LAYOUT_MASK = 7;
    public static final int LAYOUT_FLAT_PLAIN = 0;
    public static final int LAYOUT_FLAT_INLINE = 2;
    public static final int LAYOUT_CHUNK_BASED = 4;

    // Compact inode.
    public static final int C_FORMAT = 0;
    public static final int C_XATTR_ICOUNT = C_FORMAT + 2;
    public static final int C_MODE = C_XATTR_ICOUNT + 2;
    public static final int C_NLINK = C_MODE + 2;
    public static final int C_SIZE = C_NLINK + 2;
    public static final int C_RESERVED = C_SIZE + 4;
    public static final int C_U = C_RESERVED + 4;
    public static final int C_INO = C_U + 4;
    public static final int C_UID = C_INO + 4;
    public static final int C_GID = C_UID + 2;
    public static final int C_RESERVED2 = C_GID + 2;
    public static final int COMPACT_INODE_SIZE = C_RESERVED2 + 4; // 32

    // Extended inode.
    public static final int E_FORMAT = 0;
    public static final int E_XATTR_ICOUNT = E_FORMAT + 2;
    public static final int E_MODE = E_XATTR_ICOUNT + 2;
    public static final int E_RESERVED = E_MODE + 2;
    public static final int E_SIZE = E_RESERVED + 2;
    public static final int E_U = E_SIZE + 8;
    public static final int E_INO = E_U + 4;
    public static final int E_UID = E_INO + 4;
    public static final int E_GID = E_UID + 4;
    public static final int E_MTIME = E_GID + 4;
    public static final int E_MTIME_NSEC = E_MTIME + 8;
    public static final int E_NLINK = E_MTIME_NSEC + 4;
    public static final int E_RESERVED2 = E_NLINK + 4;
    public static final int EXTENDED_INODE_SIZE = E_RESERVED2 + 16; // 64

    // Xattr body: a header, then entries padded to 4 bytes.
    public static final int XH_RESERVED = 0;
    public static final int XH_SHARED_COUNT = XH_RESERVED + 4;
    public static final int XH_RESERVED2 = XH_SHARED_COUNT + 1;
    public static final int XATTR_HEADER_SIZE = XH_RESERVED2 + 7; // 12
    public static final int XE_NAME_LEN = 0;
    public static final int XE_NAME_INDEX = XE_NAME_LEN + 1;
    public static final int XE_VALUE_SIZE = XE_NAME_INDEX + 1;
    public static final int XE_NAME = XE_VALUE_SIZE + 2; // 4
    public static final int XATTR_ALIGNMENT = 4;

    // Directory entry.
    public static final int D_NID = 0;
    public static final int D_NAMEOFF = D_NID + 8;
    public static final int D_FILE_TYPE = D_NAMEOFF + 2;
    public static final int D_RESERVED = D_FILE_TYPE + 1;
    public static final int DIRENT_SIZE = D_RESERVED + 1; // 12

    // Chunk address of a regular file; the array starts at the next multiple of its entry size.
    public static final int CA_INDEX_LOW = 0;
    public static final int CA_INDEX_HIGH_AND_DEVICE = CA_INDEX_LOW + 2;
    public static final int CA_BLKADDR = CA_INDEX_HIGH_AND_DEVICE + 2;
    public static final int CHUNK_ADDR_SIZE = CA_BLKADDR + 4; // 8

    // Blob table entry.
    public static final int B_ID = 0;
    public static final int B_ID_LENGTH = 64;
    public static final int B_INDEX = B_ID + B_ID_LENGTH;
    public static final int B_CHUNK_SIZE = B_INDEX + 4;
    public static final int B_CHUNK_COUNT = B_CHUNK_SIZE + 4;
    public static final int B_COMPRESSION_ALGO = B_CHUNK_COUNT + 4;
    public static final int B_DIGEST_ALGO = B_COMPRESSION_ALGO + 4;
    public static final int B_FEATURES = B_DIGEST_ALGO + 4;
    public static final int B_COMPRESSED_SIZE = B_FEATURES + 4;
    public static final int B_UNCOMPRESSED_SIZE = B_COMPRESSED_SIZE + 8;
    public static final int B_TOC_SIZE = B_UNCOMPRESSED_SIZE + 8;
    public static final int B_CI_COMPRESSOR = B_TOC_SIZE + 4;
    public static final int B_CI_OFFSET = B_CI_COMPRESSOR + 4;
    public static final int B_CI_COMPRESSED_SIZE = B_CI_OFFSET + 8;
    public static final int B_CI_UNCOMPRESSED_SIZE = B_CI_COMPRESSED_SIZE + 8;
    public static final int B_TOC_DIGEST = B_CI_UNCOMPRESSED_SIZE + 8;
    public static final int B_META_DIGEST = B_TOC_DIGEST + 32;
    public static final int B_META_SIZE = B_META_DIGEST + 32;
    public static final int B_CIPHER_IV = B_META_SIZE + 8;
    public static final int B_CIPHER_ALGO = B_CIPHER_IV + 8;
    public static final int B_RESERVED = B_CIPHER_ALGO + 4; // 220
    public static final int BLOB_SIZE = B_RESERVED + 36; // 256

    // Device slot, one for each blob, at devt_slotoff times its own size.
    public static final int DS_BLOB_ID = 0;
    public static final int DS_BLOCKS = DS_BLOB_ID + B_ID_LENGTH;
    public static final int DS_MAPPED_BLKADDR = DS_BLOCKS + 4;
    public static final int DS_RESERVED = DS_MAPPED_BLKADDR + 4;
    public static final int DEVICE_SLOT_SIZE = DS_RESERVED + 56; // 128

    /** Multiple at which a blob is mapped, in bytes. */
    public static final int DEVICE_ALIGNMENT = 0x8_0000;

    // The format that a regular file has in place of a block address: 0x20 and the blocks of a chunk as a power of two.
    public static final int CHUNK_FORMAT_INDEXES = 0x20;
    public static final int CHUNK_FORMAT_BITS_MASK = 0x1f;

    /** Blobs are addressed by a device number of 1 to 254. */
    public static final int MAX_BLOBS = 254;

    private V6Layout() {}
}

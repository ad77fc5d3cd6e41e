package dev.nydusview.testdata.builder;

/** Variants of a v6 image beyond those of the real builder. */
public enum V6Shape {
    /** Inodes of 32 bytes, without a time, wherever owner, size and link count are small enough. */
    COMPACT_INODES,
    /** Directories and symlinks do not have their tails behind their inodes. */
    PLAIN_DATA,
    /** Tails behind inodes end with their block, wherever their length allows it. */
    TAILS_AT_BLOCK_END,
    /** The tables of empty images by old builders: 4096 blocks, and a prefetch table without an offset. */
    LEGACY_EMPTY_TABLES,
    /** Chunk indexes have entries of 24 bytes. */
    CHUNK_INFO_V2,
    /** Blobs end without their chunk index, which is in a {@code blob.meta} file only. */
    META_APART,
    /** All xattrs are shared, in an area of their own. */
    SHARED_XATTRS,
    /** The EROFS superblock has a checksum, and other compatible features: to be refused. */
    FS_VERSION_7,
    /** Blobs are marked as encrypted by AES-256-XTS. Their bytes are not. */
    AES_256_XTS,
    /** Blobs are marked as external. */
    EXTERNAL_BLOBS
}

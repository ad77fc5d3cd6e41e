package dev.nydusview.testdata.builder;

/** Variants of a v5 image beyond those of the real builder. */
public enum V5Shape {
    /** Sizes and chunk counts of blobs are unknown. */
    NO_EXTENDED_BLOB_TABLE,
    /** Chunks of zeros are left out, and files that miss any carry the flag HAS_HOLE. */
    HOLES,
    /** Files with several names carry the flag HARDLINK, as in images built from a tar. */
    HARDLINK_FLAG,
    /** Version 0x400 in the superblock: to be refused. */
    VERSION_4,
    /** Inodes as before the first stable version, with the mode at 52 and a link count of 8 bytes: to be refused. */
    OLD_INODES,
    /** Blobs are marked as external. */
    EXTERNAL_BLOBS
}

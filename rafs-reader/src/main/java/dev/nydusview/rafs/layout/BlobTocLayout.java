package dev.nydusview.rafs.layout;

/**
 * Layout at the end of a blob that is a tar with its data first: each section is followed by its tar header, and the
 * last section is the table of contents, if the blob has one.
 */
public final class BlobTocLayout {
    // Fields of the tar header that builders write.
    public static final int T_NAME = 0;
    public static final int T_NAME_LENGTH = 100;
    public static final int T_SIZE = 124;
    /** Octal digits, then a NUL or blank. */
    public static final int T_SIZE_LENGTH = 12;

    public static final int TAR_HEADER_SIZE = 512;

    /** Name of the bootstrap's section. */
    public static final String BOOTSTRAP = "image.boot";

    /** Name of the table of contents' section. */
    public static final String TOC = "rafs.blob.toc";

    // Entry of the table of contents.
    public static final int E_FLAGS = 0;
    public static final int E_RESERVED = E_FLAGS + 4;
    public static final int E_NAME = E_RESERVED + 4;
    public static final int E_NAME_LENGTH = 16;
    public static final int E_UNCOMPRESSED_DIGEST = E_NAME + E_NAME_LENGTH;
    public static final int E_COMPRESSED_OFFSET = E_UNCOMPRESSED_DIGEST + 32;
    public static final int E_COMPRESSED_SIZE = E_COMPRESSED_OFFSET + 8;
    public static final int E_UNCOMPRESSED_SIZE = E_COMPRESSED_SIZE + 8;
    public static final int E_RESERVED2 = E_UNCOMPRESSED_SIZE + 8; // 80
    public static final int ENTRY_SIZE = E_RESERVED2 + 48; // 128

    // Flags: the compressor.
    public static final int FLAG_NONE = 1;
    public static final int FLAG_ZSTD = 2;
    public static final int FLAG_LZ4 = 4;

    /** Sections that a blob can have, with room for those to come. */
    public static final int MAX_ENTRIES = 31;

    private BlobTocLayout() {}
}

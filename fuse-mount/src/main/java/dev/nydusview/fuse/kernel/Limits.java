package dev.nydusview.fuse.kernel;

/** Bounds that this engine and the kernel agree upon, or that it sets itself. */
final class Limits {
    /** Bytes in the largest read: the most that kernels allow by default. */
    static final int MAX_READ = 1 << 20;

    /** Bytes that the kernel reads ahead of a program which reads in order: several reads, which are answered in parallel. */
    static final int READ_AHEAD = 4 * MAX_READ;

    static final int PAGE = 4096;

    /** Bytes in the longest name that both formats allow. */
    static final int MAX_NAME = 255;

    /** Reads in advance that may be under way at a time: those that hang must leave some to others. */
    static final int BACKGROUND = 1 << 10;

    /** Reads in advance under way beyond which the kernel makes fewer. */
    static final int CONGESTION = 3 << 8;

    private Limits() {}
}

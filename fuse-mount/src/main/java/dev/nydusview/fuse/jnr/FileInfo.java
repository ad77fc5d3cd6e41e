package dev.nydusview.fuse.jnr;

import jnr.ffi.Pointer;

/** The fields of {@code struct fuse_file_info} (libfuse 2.9, 64 bit) that are used. */
final class FileInfo {
    private static final int FLAGS = 0;
    private static final int FH_OLD = 8;
    private static final int BITS = FH_OLD + 8;
    private static final int FH = BITS + 8; // 24

    private FileInfo() {}

    static int flags(Pointer info) {
        return info.getInt(FLAGS);
    }

    static long handle(Pointer info) {
        return info.getLong(FH);
    }

    static void handle(Pointer info, long handle) {
        info.putLong(FH, handle);
    }
}

package dev.nydusview.fuse.jnr;

import jnr.ffi.Pointer;

/** The fields of {@code struct fuse_file_info} (libfuse 2.9, 64 bit) that are used. */
final class FileInfo {
    private static final int FLAGS = 0;
    private static final int FH_OLD = 8;
    private static final int BITS = FH_OLD + 8;
    private static final int FH = BITS + 8; // 24

    private FileInfo() {}

    private static final int X86_64_DIRECT = 0x4000;
    private static final int AARCH64_DIRECT = 0x1_0000;
    private static final int DIRECT = System.getProperty("os.arch").equals("aarch64") ? AARCH64_DIRECT : X86_64_DIRECT;

    /** Tests whether the kernel passes bytes on to a process without keeping them ({@code O_DIRECT}). */
    static boolean isDirect(Pointer info) {
        return (flags(info) & DIRECT) != 0;
    }

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

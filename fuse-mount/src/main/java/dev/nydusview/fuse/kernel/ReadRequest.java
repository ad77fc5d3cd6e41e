package dev.nydusview.fuse.kernel;

import dev.nydusview.linux.FuseDevice;

/**
 * A READ, apart from the buffer that it came in.
 *
 * @param node of the file
 * @param handle number of the open file; 0 if the kernel opens files by itself
 * @param direct whether it passes the page cache by, so that a process waits for all of it
 * @param pid thread that asks
 * @param device where the answer must be written
 */
record ReadRequest(
        long unique, long node, long handle, long offset, int size, boolean direct, int pid, FuseDevice device) {
    private static final int O_DIRECT = System.getProperty("os.arch").contains("64")
                    && System.getProperty("os.arch").startsWith("a")
                    && !System.getProperty("os.arch").equals("amd64")
            ? FuseProtocol.O_DIRECT_ARM
            : FuseProtocol.O_DIRECT_X86;

    static ReadRequest of(Request request, FuseDevice device) {
        return new ReadRequest(
                request.unique(),
                request.node(),
                request.i64(FuseProtocol.READ_FH),
                request.i64(FuseProtocol.READ_OFFSET),
                request.i32(FuseProtocol.READ_SIZE),
                (request.i32(FuseProtocol.READ_OPEN_FLAGS) & O_DIRECT) != 0,
                request.pid(),
                device);
    }

    /** Tests whether some process waits for all of it, rather than the kernel reading ahead of any. */
    boolean wanted() {
        return direct || size <= Limits.PAGE;
    }
}

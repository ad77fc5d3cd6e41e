package dev.nydusview.fuse.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Threads that have been killed, and wait for the kernel to let them go. */
final class DyingProcess {
    /** SIGKILL in a mask of pending signals; the kernel sets it for every signal that ends a process. */
    private static final long SIGKILL = 1L << 8;

    private DyingProcess() {}

    /** Tests whether a thread has been killed, or is gone. */
    static boolean is(int thread) {
        if (thread == 0) {
            return false; // of a namespace that cannot be seen from here
        }
        try {
            for (String line : Files.readAllLines(
                    Path.of("/proc", Integer.toString(thread), "status"), StandardCharsets.ISO_8859_1)) {
                if ((line.startsWith("SigPnd:") || line.startsWith("ShdPnd:"))
                        && (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGKILL) != 0) {
                    return true;
                }
            }
            return false;
        } catch (IOException | NumberFormatException e) {
            return true;
        }
    }
}

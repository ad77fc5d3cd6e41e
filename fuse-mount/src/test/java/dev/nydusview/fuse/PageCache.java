package dev.nydusview.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.In;
import jnr.ffi.types.off_t;

/** Asks the kernel to read a file in advance, or to drop what it has read; the JDK can do neither. */
final class PageCache {
    private static final int O_RDONLY = 0;
    private static final int POSIX_FADV_WILLNEED = 3;

    private static final Path DROP = Path.of("/proc/sys/vm/drop_caches");

    private PageCache() {}

    /** The functions of the C library; public, as the binding is generated elsewhere. */
    public interface LibC {
        int open(@In byte[] path, int flags);

        int posix_fadvise(int file, @off_t long offset, @off_t long length, int advice);

        int close(int file);
    }

    static void willNeed(Path path, long offset, long length) throws IOException {
        LibC libc = LibraryLoader.create(LibC.class).failImmediately().load("c");
        int file = libc.open((path + "\0").getBytes(StandardCharsets.UTF_8), O_RDONLY);
        if (file < 0 || libc.posix_fadvise(file, offset, length, POSIX_FADV_WILLNEED) != 0) {
            throw new IOException("no advice about " + path);
        }
        libc.close(file);
    }

    /** Drops all clean pages of the machine, and with {@code inodes} what is known of files; needs root. */
    static void drop(boolean inodes) throws IOException {
        Files.writeString(DROP, inodes ? "3" : "1");
    }

    static boolean canDrop() {
        return Files.isWritable(DROP);
    }
}

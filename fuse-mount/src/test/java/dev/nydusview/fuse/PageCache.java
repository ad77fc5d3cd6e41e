package dev.nydusview.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.In;
import jnr.ffi.types.off_t;

/** Asks the kernel to read a file in advance, which the JDK cannot do. */
final class PageCache {
    private static final int O_RDONLY = 0;
    private static final int POSIX_FADV_WILLNEED = 3;

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
}

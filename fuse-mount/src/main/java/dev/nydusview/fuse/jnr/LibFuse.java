package dev.nydusview.fuse.jnr;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.types.size_t;
import org.jspecify.annotations.Nullable;

/**
 * Functions of libfuse 2.9 that the engine calls ({@code fuse.h}). {@code fuse_new} cannot be bound: under that plain
 * name the library has the function of version 2.1, which takes other parameters.
 */
public interface LibFuse {
    /**
     * Returns the binding of this process, which the first call makes: that takes long.
     *
     * @throws LinkageError if the library is missing
     */
    static LibFuse load() {
        return Loaded.LIBFUSE;
    }

    final class Loaded {
        private static final LibFuse LIBFUSE =
                LibraryLoader.create(LibFuse.class).failImmediately().load("libfuse.so.2");

        private Loaded() {}
    }

    /**
     * Parses a command line, mounts, and makes a session.
     *
     * @param operations a fuse_operations of {@code size} bytes
     * @param mountpoint receives a pointer to the mount point
     * @param multithreaded receives whether the command line leaves threads on
     * @return the session; null after a message on standard error
     */
    @Nullable
    Pointer fuse_setup(
            int argc,
            Pointer argv,
            @In Pointer operations,
            @size_t long size,
            Pointer mountpoint,
            Pointer multithreaded,
            @Nullable Pointer data);

    Pointer fuse_get_session(Pointer fuse);

    Pointer fuse_session_next_chan(Pointer session, @Nullable Pointer channel);

    /** Bytes that a request may have. */
    @size_t
    long fuse_chan_bufsize(Pointer channel);

    /**
     * Waits for a request.
     *
     * @param channel points at the channel to read from
     * @return length of the request; 0 once the mount has ended, which the session then knows; else a negative error
     * number
     */
    int fuse_chan_recv(Pointer channel, Pointer buffer, @size_t long size);

    /** Answers a request on this thread. */
    void fuse_session_process(Pointer session, Pointer buffer, @size_t long length, Pointer channel);

    int fuse_session_exited(Pointer session);

    /** Unmounts if still mounted, and closes the channel. */
    void fuse_unmount(Pointer mountpoint, Pointer channel);

    void fuse_destroy(Pointer fuse);

    /** Context of the request that this thread serves: a fuse_context. */
    Pointer fuse_get_context();
}

package dev.nydusview.fuse.jnr;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.types.size_t;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libfuse 2.9 that the engine calls ({@code fuse.h}). Not {@code fuse_new}: by that plain name the
 * library answers with the function of version 2.1 and its other parameters.
 */
public interface LibFuse {
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

    /** Serves requests on as many threads as they need, until the mount has ended. */
    int fuse_loop_mt(Pointer fuse);

    Pointer fuse_get_session(Pointer fuse);

    Pointer fuse_session_next_chan(Pointer session, @Nullable Pointer channel);

    /** Unmounts if still mounted, and closes the channel. */
    void fuse_unmount(Pointer mountpoint, Pointer channel);

    void fuse_destroy(Pointer fuse);

    /** Context of the request that this thread serves: a fuse_context. */
    Pointer fuse_get_context();
}

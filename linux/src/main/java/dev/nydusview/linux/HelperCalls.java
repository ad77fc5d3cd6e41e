package dev.nydusview.linux;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.annotations.SaveError;
import jnr.ffi.types.ssize_t;
import org.jspecify.annotations.Nullable;

/** Functions of the C library that start a program which hands a descriptor back. Public, as the binding is generated elsewhere. */
public interface HelperCalls {
    @SaveError
    int socketpair(int domain, int type, int protocol, @Out int[] descriptors);

    @SaveError
    int fcntl(int descriptor, int command, int argument);

    /** Returns an error number; it does not set errno. */
    int posix_spawn(
            @Out int[] pid,
            @In byte[] path,
            @Nullable Pointer actions,
            @Nullable Pointer attributes,
            Pointer arguments,
            Pointer environment);

    @SaveError
    @ssize_t
    long recvmsg(int socket, Pointer message, int flags);

    @SaveError
    int waitpid(int pid, @Out int[] status, int options);

    int close(int descriptor);
}

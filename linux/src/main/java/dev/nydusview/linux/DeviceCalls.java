package dev.nydusview.linux;

import jnr.ffi.annotations.In;
import jnr.ffi.annotations.SaveError;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import jnr.ffi.types.uintptr_t;

/**
 * Functions of the C library for a device and its descriptor. Memory is given by its address, as a device is asked too often to look that up
 * each time. Public, as the binding is generated elsewhere.
 */
public interface DeviceCalls {
    @SaveError
    int open(@In byte[] path, int flags);

    @SaveError
    @ssize_t
    long read(int descriptor, @uintptr_t long address, @size_t long count);

    @SaveError
    @ssize_t
    long write(int descriptor, @uintptr_t long address, @size_t long count);

    @SaveError
    int ioctl(int descriptor, @size_t long request, @uintptr_t long argument);

    @SaveError
    int dup2(int from, int to);

    int close(int descriptor);
}

package dev.nydusview.linux;

import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.annotations.SaveError;
import jnr.ffi.types.off_t;

/** Functions of the C library for files with holes. Paths end with a NUL. Public, as the binding is generated elsewhere. */
public interface SparseCalls {
    @SaveError
    int open(@In byte[] path, int flags, int mode);

    @SaveError
    @off_t
    long lseek(int file, @off_t long offset, int whence);

    @SaveError
    int fallocate(int file, int mode, @off_t long offset, @off_t long length);

    @SaveError
    long syscall(long number, long directory, @In byte[] name, long flags, long mask, @Out byte[] status);

    int close(int file);
}

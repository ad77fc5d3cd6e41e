package dev.nydusview.linux;

import java.nio.ByteBuffer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.annotations.SaveError;
import jnr.ffi.types.off_t;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * Functions of the C library for files. Names and paths end with a NUL. Public, as the binding is generated elsewhere.
 */
public interface FileCalls {
    @SaveError
    int openat(int directory, @In byte[] name, int flags, int mode);

    @SaveError
    int mkdirat(int directory, @In byte[] name, int mode);

    @SaveError
    int symlinkat(@In byte[] target, int directory, @In byte[] name);

    @SaveError
    int linkat(int fromDirectory, @In byte[] from, int toDirectory, @In byte[] to, int flags);

    @SaveError
    int renameat(int fromDirectory, @In byte[] from, int toDirectory, @In byte[] to);

    @SaveError
    int flock(int file, int operation);

    @SaveError
    long syscall(long number, long directory, @In byte[] name, long mode, long device);

    @SaveError
    long syscall(long number, long directory, @Out byte[] entries, long size);

    @SaveError
    long syscall(long number, long directory, @In byte[] name, long flags, long mask, @Out byte[] status);

    @SaveError
    @ssize_t
    long read(int file, @Out ByteBuffer bytes, @size_t long count);

    @SaveError
    @ssize_t
    long pread(int file, @Out ByteBuffer bytes, @size_t long count, @off_t long offset);

    @SaveError
    @ssize_t
    long readlinkat(int directory, @In byte[] name, @Out byte[] target, @size_t long size);

    @SaveError
    int unlinkat(int directory, @In byte[] name, int flags);

    @SaveError
    int syncfs(int file);

    @SaveError
    int fchownat(int directory, @In byte[] name, int owner, int group, int flags);

    @SaveError
    int fchmodat(int directory, @In byte[] name, int mode, int flags);

    @SaveError
    int utimensat(int directory, @In byte[] name, @In long[] times, int flags);

    @SaveError
    int lsetxattr(@In byte[] path, @In byte[] name, @In byte[] value, @size_t long size, int flags);

    @SaveError
    int fchown(int file, int owner, int group);

    @SaveError
    int fchmod(int file, int mode);

    @SaveError
    int futimens(int file, @In long[] times);

    @SaveError
    int fsetxattr(int file, @In byte[] name, @In byte[] value, @size_t long size, int flags);

    @SaveError
    int ftruncate(int file, @off_t long length);

    @SaveError
    @ssize_t
    long pwrite(int file, @In ByteBuffer bytes, @size_t long count, @off_t long offset);

    int close(int file);

    int geteuid();

    int getegid();

    String strerror(int errno);
}

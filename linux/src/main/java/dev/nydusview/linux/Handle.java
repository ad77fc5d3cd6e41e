package dev.nydusview.linux;

import java.io.Closeable;

/** Open file descriptor, through which metadata are set: never through a name, so only of the file that was opened. */
public sealed class Handle implements Closeable permits DirectoryHandle, FileHandle {
    private static final int UTIME_OMIT = (1 << 30) - 2;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final byte[] EMPTY = {0};

    private final Posix posix;
    private final int descriptor;

    Handle(Posix posix, int descriptor) {
        this.posix = posix;
        this.descriptor = descriptor;
    }

    final Posix posix() {
        return posix;
    }

    final FileCalls libc() {
        return posix.libc();
    }

    final int descriptor() {
        return descriptor;
    }

    /** Sets owner and group, as unsigned 32 bits. */
    public void owner(long uid, long gid) throws PosixException {
        posix.check(libc().fchown(descriptor, (int) uid, (int) gid), "its owner cannot be set");
    }

    public void permissions(int mode) throws PosixException {
        posix.check(libc().fchmod(descriptor, mode), "its mode cannot be set");
    }

    public void mtime(long seconds, int nanos) throws PosixException {
        posix.check(libc().futimens(descriptor, times(seconds, nanos)), "its time cannot be set");
    }

    public void xattr(byte[] name, byte[] value) throws PosixException {
        byte[] key = Posix.terminated(name);
        posix.check(libc().fsetxattr(descriptor, key, value, value.length, 0), "an extended attribute cannot be set");
    }

    /** Returns the current status of the file. */
    public Status status() throws PosixException {
        return Status.of(posix, descriptor, EMPTY, AT_EMPTY_PATH);
    }

    /** Returns two timespec: the time of access stays. */
    static long[] times(long seconds, int nanos) {
        return new long[] {0, UTIME_OMIT, seconds, nanos};
    }

    @Override
    public void close() {
        libc().close(descriptor);
    }
}

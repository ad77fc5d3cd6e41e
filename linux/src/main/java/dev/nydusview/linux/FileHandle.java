package dev.nydusview.linux;

import java.nio.ByteBuffer;

/** A regular file: a new one to be written, or one that is read. */
public final class FileHandle extends Handle {
    FileHandle(Posix posix, int descriptor) {
        super(posix, descriptor);
    }

    /** Writes what remains of {@code bytes}, a direct buffer, at {@code offset} of the file. */
    public void write(ByteBuffer bytes, long offset) throws PosixException {
        long at = offset;
        while (bytes.hasRemaining()) {
            int count = posix().check(libc().pwrite(descriptor(), bytes, bytes.remaining(), at), "cannot be written");
            bytes.position(bytes.position() + count);
            at += count;
        }
    }

    /**
     * Reads into {@code bytes}, a direct buffer, from where the last call ended; returns false at the end of the file.
     */
    public boolean read(ByteBuffer bytes) throws PosixException {
        int count = posix().check(libc().read(descriptor(), bytes, bytes.remaining()), "cannot be read");
        bytes.position(bytes.position() + count);
        return count > 0;
    }

    /** Reads into {@code bytes}, a direct buffer, from {@code offset} on; less than fits only at the end of the file. */
    public void read(ByteBuffer bytes, long offset) throws PosixException {
        long at = offset;
        for (int count = 1; count > 0 && bytes.hasRemaining(); at += count) {
            count = posix().check(libc().pread(descriptor(), bytes, bytes.remaining(), at), "cannot be read");
            bytes.position(bytes.position() + count);
        }
    }

    public void length(long length) throws PosixException {
        posix().check(libc().ftruncate(descriptor(), length), "cannot be set to a length of " + length + " bytes");
    }
}

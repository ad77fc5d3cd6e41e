package dev.nydusview.extract.posix;

import java.nio.ByteBuffer;

/** A new regular file. */
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

    public void length(long length) throws PosixException {
        posix().check(libc().ftruncate(descriptor(), length), "cannot be made " + length + " bytes long");
    }
}

package dev.nydusview.linux;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** A regular file with holes, opened to find its data and to punch further holes. Symbolic links are not followed. */
public final class SparseFile implements Closeable {
    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 04000;
    private static final int O_CLOEXEC = 02000000;
    private static final int SEEK_DATA = 3;
    private static final int FALLOC_FL_KEEP_SIZE = 1;
    private static final int FALLOC_FL_PUNCH_HOLE = 2;
    private static final int ENXIO = 6;
    private static final int AT_FDCWD = -100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int STATX_BLOCKS = 0x400;

    /** Size of {@code struct statx}, the offset of {@code stx_blocks} in it, and the unit of that. */
    private static final int STATX_SIZE = 256;

    private static final int STATX_AT_BLOCKS = 48;
    private static final int BLOCK = 512;
    private static final byte[] EMPTY = {0};

    private final int descriptor;

    /** Makes the binding when the first file is looked at. */
    private static final class Calls {
        private static final SparseCalls LIBC = CLibrary.bind(SparseCalls.class);
    }

    private SparseFile(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Opens the file at {@code path} to read and write. */
    public static SparseFile open(Path path) throws PosixException {
        int flags = O_RDWR | O_NONBLOCK | O_CLOEXEC | abi().oNofollow();
        int descriptor = Calls.LIBC.open(CLibrary.terminated(path), flags, 0);
        return new SparseFile((int) checked(descriptor, path + " cannot be opened"));
    }

    /** Returns the bytes that the file or directory at {@code path} takes on disk. */
    public static long allocated(Path path) throws PosixException {
        return allocated(AT_FDCWD, CLibrary.terminated(path), AT_SYMLINK_NOFOLLOW);
    }

    /** Returns the bytes that the file takes on disk. */
    public long allocated() throws PosixException {
        return allocated(descriptor, EMPTY, AT_EMPTY_PATH);
    }

    private static long allocated(int directory, byte[] name, int flags) throws PosixException {
        byte[] status = new byte[STATX_SIZE];
        checked(
                Calls.LIBC.syscall(abi().statx(), directory, name, flags, STATX_BLOCKS, status),
                "the size on disk cannot be determined");
        return ByteBuffer.wrap(status).order(ByteOrder.nativeOrder()).getLong(STATX_AT_BLOCKS) * BLOCK;
    }

    /** Returns the offset of the first data at or behind {@code offset}; -1 if a hole reaches from there to the end. */
    public long nextData(long offset) throws PosixException {
        long found = Calls.LIBC.lseek(descriptor, offset, SEEK_DATA);
        if (found < 0 && SystemError.last().number() == ENXIO) {
            return -1;
        }
        return checked(found, "data cannot be looked for");
    }

    /** Makes a hole: its bytes read as zeros and take no space. The size of the file stays. */
    public void punch(long offset, long length) throws PosixException {
        int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
        checked(Calls.LIBC.fallocate(descriptor, mode, offset, length), "a hole cannot be punched");
    }

    private static Abi abi() throws PosixException {
        return Abi.of(System.getProperty("os.arch", ""));
    }

    private static long checked(long result, String what) throws PosixException {
        if (result < 0) {
            SystemError error = SystemError.last();
            throw new PosixException(what, error.description(), error.number());
        }
        return result;
    }

    @Override
    public void close() {
        int unused = Calls.LIBC.close(descriptor);
    }
}

package dev.nydusview.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Status of a file, as the system reports it.
 *
 * @param mode type and permissions, as in {@code linux/stat.h}
 * @param uid unsigned 32 bits, as {@code gid}
 * @param size bytes
 * @param mtime seconds since 1970, with {@code mtimeNanos} after them, as {@code ctime}
 */
public record Status(
        int mode,
        long uid,
        long gid,
        long size,
        long mtime,
        int mtimeNanos,
        long ctime,
        int ctimeNanos,
        long inode,
        long links) {
    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR = 0100000;
    private static final int SYMLINK = 0120000;
    private static final int PERMISSIONS = 07777;

    // struct statx of linux/stat.h, and the mask of the fields that stat() returns.
    private static final int STATX_SIZE = 256;
    private static final int BASIC = 0x7ff;
    private static final int LINKS = 16;
    private static final int UID = LINKS + 4;
    private static final int GID = UID + 4;
    private static final int MODE = GID + 4;
    private static final int INODE = MODE + 4;
    private static final int SIZE = INODE + 8;
    private static final int CTIME = 96;
    private static final int MTIME = CTIME + 16;

    static Status of(Posix posix, int directory, byte[] name, int flags) throws PosixException {
        byte[] bytes = new byte[STATX_SIZE];
        posix.check(
                posix.libc().syscall(posix.abi().statx(), directory, name, flags, BASIC, bytes), "cannot be examined");
        ByteBuffer statx = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        return new Status(
                Short.toUnsignedInt(statx.getShort(MODE)),
                Integer.toUnsignedLong(statx.getInt(UID)),
                Integer.toUnsignedLong(statx.getInt(GID)),
                statx.getLong(SIZE),
                statx.getLong(MTIME),
                statx.getInt(MTIME + 8),
                statx.getLong(CTIME),
                statx.getInt(CTIME + 8),
                statx.getLong(INODE),
                Integer.toUnsignedLong(statx.getInt(LINKS)));
    }

    public boolean isDirectory() {
        return (mode & TYPE) == DIRECTORY;
    }

    public boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    public boolean isSymlink() {
        return (mode & TYPE) == SYMLINK;
    }

    /** Bits for permissions, set-user-ID, set-group-ID and the sticky bit. */
    public int permissions() {
        return mode & PERMISSIONS;
    }
}

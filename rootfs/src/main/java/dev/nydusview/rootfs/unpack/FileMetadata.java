package dev.nydusview.rootfs.unpack;

import dev.nydusview.rootfs.tar.TarEntry;
import java.nio.ByteBuffer;

/**
 * Metadata of a file in the image, which may differ from those on the disk.
 *
 * @param type of the entry that made the file
 * @param mode permissions, set-user-ID, set-group-ID and sticky bit
 * @param uid unsigned 32 bits, as {@code gid}
 * @param major of a device, as {@code minor}
 * @param xattrs whether the file has those of the image
 * @param sha256 of the content of a file, 32 bytes; zeros for others
 */
@SuppressWarnings({"ArrayRecordComponent", "EnumOrdinal"}) // its bytes are read again by the same process only
public record FileMetadata(
        TarEntry.Type type, int mode, long uid, long gid, long major, long minor, Xattrs xattrs, byte[] sha256) {
    /** The extended attributes of a file. */
    public enum Xattrs {
        NONE,
        /** The file has all that the image gives it. */
        KEPT,
        /** The file does not have all that the image gives it. */
        LOST
    }

    static final int SHA256 = 32;
    static final int SIZE = 2 + 4 + 4 + 4 + 8 + 8 + SHA256;

    private static final int IMPLIED_MODE = 0755;
    private static final TarEntry.Type[] TYPES = TarEntry.Type.values();
    private static final Xattrs[] XATTRS = Xattrs.values();

    /** Returns the metadata of a directory that exists only because the path of an entry implies it. */
    public static FileMetadata implied() {
        return new FileMetadata(TarEntry.Type.DIRECTORY, IMPLIED_MODE, 0, 0, 0, 0, Xattrs.NONE, new byte[SHA256]);
    }

    static FileMetadata of(TarEntry entry, Xattrs xattrs, byte[] sha256) {
        return new FileMetadata(
                entry.type(),
                entry.mode(),
                entry.uid(),
                entry.gid(),
                entry.deviceMajor(),
                entry.deviceMinor(),
                xattrs,
                sha256);
    }

    /** Tests whether the file is a device or a pipe, for which an empty file stands while an image is unpacked. */
    public boolean isSpecial() {
        return type == TarEntry.Type.CHARACTER_DEVICE
                || type == TarEntry.Type.BLOCK_DEVICE
                || type == TarEntry.Type.FIFO;
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(SIZE)
                .put((byte) type.ordinal())
                .put((byte) xattrs.ordinal())
                .putInt(mode)
                .putInt((int) uid)
                .putInt((int) gid)
                .putLong(major)
                .putLong(minor)
                .put(sha256)
                .array();
    }

    static FileMetadata of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        TarEntry.Type type = TYPES[in.get()];
        Xattrs xattrs = XATTRS[in.get()];
        int mode = in.getInt();
        long uid = Integer.toUnsignedLong(in.getInt());
        long gid = Integer.toUnsignedLong(in.getInt());
        long major = in.getLong();
        long minor = in.getLong();
        byte[] sha256 = new byte[SHA256];
        in.get(sha256);
        return new FileMetadata(type, mode, uid, gid, major, minor, xattrs, sha256);
    }
}

package dev.nydusview.rafs.model;

/**
 * One inode, decoded from the bootstrap; a value that nothing retains.
 *
 * @param number the inode number: {@code i_ino} in v5, nid in v6; the same for all hard links of a file
 * @param offset where its record starts in the bootstrap, in bytes
 * @param type the file type that {@code mode} says
 * @param mode type and permission bits, as {@code st_mode}
 * @param uid owner, unsigned 32 bits
 * @param gid group, unsigned 32 bits
 * @param nlink link count
 * @param size bytes
 * @param blocks 512-byte units
 * @param mtime seconds since 1970, negative before
 * @param mtimeNanos 0 to 999,999,999
 * @param rdev Linux {@code dev_t} of a device (32-bit encoding), else 0
 */
public record Inode(
        long number,
        long offset,
        FileType type,
        int mode,
        long uid,
        long gid,
        long nlink,
        long size,
        long blocks,
        long mtime,
        int mtimeNanos,
        int rdev) {

    public boolean isDirectory() {
        return type == FileType.DIRECTORY;
    }

    public boolean isRegular() {
        return type == FileType.REGULAR;
    }

    /** Returns the same inode under another number, with another link count. */
    public Inode with(long otherNumber, long otherNlink) {
        return new Inode(otherNumber, offset, type, mode, uid, gid, otherNlink, size, blocks, mtime, mtimeNanos, rdev);
    }

    /** Major number of a device. */
    public int rdevMajor() {
        return (rdev >>> 8) & 0xfff;
    }

    /** Minor number of a device. */
    public int rdevMinor() {
        return (rdev & 0xff) | ((rdev >>> 12) & 0xfff00);
    }
}

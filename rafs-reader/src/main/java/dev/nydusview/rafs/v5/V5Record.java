package dev.nydusview.rafs.v5;

import static dev.nydusview.rafs.layout.V5Layout.*;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.NameRules;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;

/**
 * One inode record and what follows it.
 *
 * <pre>
 * | inode 128 | name | symlink target | xattrs: u64 size, pairs | chunk records 80 each |
 * </pre>
 *
 * Name, target and xattrs are each padded to a multiple of 8; target and xattrs are only there if the inode says so.
 */
public final class V5Record {
    /**
     * Four times the maximum of v6. Inodes may share the data behind them, so without a bound a walk would take
     * practically for ever.
     */
    private static final int MAX_XATTRS = 1 << 20;

    private final Bytes bootstrap;
    private final Bytes inode;

    public V5Record(Bytes bootstrap, long offset) throws RafsFormatException {
        this.bootstrap = bootstrap;
        this.inode = bootstrap.at("v5 inode", offset, INODE_SIZE);
    }

    Inode toInode() throws RafsFormatException {
        int mode = (int) inode.u32(I_MODE);
        FileType type = type();
        int nanos = inode.i32(I_MTIME_NSEC);
        if (nanos < 0 || nanos > 999_999_999) {
            throw inode.fault("mtime nanoseconds " + Integer.toUnsignedString(nanos));
        }
        return new Inode(
                number(),
                inode.start(),
                type,
                mode,
                inode.u32(I_UID),
                inode.u32(I_GID),
                inode.u32(I_NLINK),
                inode.size64(I_SIZE, "file size"),
                inode.size64(I_BLOCKS, "block count"),
                inode.i64(I_MTIME),
                nanos,
                type.isDevice() ? inode.i32(I_RDEV) : 0);
    }

    /** Tests whether a directory's mode is where today's layout has the group. */
    boolean isOfOldLayout() throws RafsFormatException {
        return (inode.i32(I_MODE) & FileType.MASK) == 0
                && (inode.i32(I_GID) & FileType.MASK) == FileType.DIRECTORY.bits();
    }

    public FileType type() throws RafsFormatException {
        return FileType.ofMode(inode.i32(I_MODE));
    }

    public long number() throws RafsFormatException {
        return inode.i64(I_INO);
    }

    public long parent() throws RafsFormatException {
        return inode.i64(I_PARENT);
    }

    /** Index of a directory's first child. */
    public long childIndex() throws RafsFormatException {
        return inode.u32(I_CHILD_INDEX);
    }

    /** Children of a directory, chunks of a regular file. */
    public long childCount() throws RafsFormatException {
        return inode.u32(I_CHILD_COUNT);
    }

    public boolean hasHoles() throws RafsFormatException {
        return (inode.i64(I_FLAGS) & I_FLAG_HAS_HOLE) != 0;
    }

    public RawName name() throws RafsFormatException {
        return NameRules.check(rawName(), "v5 inode name", nameOffset());
    }

    /** Returns the name, unchecked. */
    public RawName rawName() throws RafsFormatException {
        return RawName.of(bootstrap.copy(nameOffset(), nameSize()));
    }

    /** Compares the name with {@code other}, as unsigned bytes. */
    public int compareName(RawName other) throws RafsFormatException {
        return bootstrap.compare(nameOffset(), nameSize(), other.bytes());
    }

    public RawName symlinkTarget() throws RafsFormatException {
        int size = inode.u16(I_SYMLINK_SIZE);
        if (size == 0 || size > NameRules.MAX_SYMLINK) {
            throw inode.fault("symlink target of " + size + " bytes");
        }
        return RawName.of(bootstrap.copy(symlinkOffset(), size));
    }

    /** The xattr pairs, without the size in front of them; empty if the inode has none. */
    public Bytes xattrs() throws RafsFormatException, UnsupportedFeatureException {
        if (!hasXattrs()) {
            return bootstrap.at("v5 xattrs", 0, 0);
        }
        long offset = xattrOffset();
        long size = xattrSize(offset);
        if (size > MAX_XATTRS) {
            throw new UnsupportedFeatureException("the v5 inode at offset 0x" + Long.toHexString(inode.start())
                    + " has xattrs of " + size + " bytes; at most " + MAX_XATTRS + " are read");
        }
        return bootstrap.at("v5 xattrs", offset + Long.BYTES, size);
    }

    /** The chunk records of a regular file. */
    public Bytes chunks(long chunkInfoSize) throws RafsFormatException {
        return bootstrap.at("v5 chunk records", xattrEnd(), childCount() * chunkInfoSize);
    }

    /** Returns the offset at which the record ends, with all that follows it. */
    public long end(long chunkInfoSize) throws RafsFormatException {
        return type() == FileType.REGULAR ? xattrEnd() + chunks(chunkInfoSize).length() : xattrEnd();
    }

    private long xattrEnd() throws RafsFormatException {
        long offset = xattrOffset();
        return hasXattrs() ? offset + Long.BYTES + aligned(xattrSize(offset)) : offset;
    }

    public Bytes inode() {
        return inode;
    }

    private boolean hasXattrs() throws RafsFormatException {
        return (inode.i64(I_FLAGS) & I_FLAG_XATTR) != 0;
    }

    private long xattrSize(long offset) throws RafsFormatException {
        Bytes size = bootstrap.at("v5 xattr size", offset, Long.BYTES);
        long value = size.size64(0, "xattr size");
        bootstrap.at("v5 xattrs", offset + Long.BYTES, value);
        return value;
    }

    private int nameSize() throws RafsFormatException {
        return inode.u16(I_NAME_SIZE);
    }

    private long nameOffset() {
        return inode.start() + INODE_SIZE;
    }

    private long symlinkOffset() throws RafsFormatException {
        return nameOffset() + aligned(nameSize());
    }

    private long xattrOffset() throws RafsFormatException {
        return symlinkOffset() + aligned(inode.u16(I_SYMLINK_SIZE));
    }
}

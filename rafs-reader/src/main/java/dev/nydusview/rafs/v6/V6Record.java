package dev.nydusview.rafs.v6;

import static dev.nydusview.rafs.layout.V6Layout.*;

import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.EntryBuffer;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.RafsFormatException;

/**
 * One inode in its compact or extended form, and what follows it.
 *
 * <pre>
 * | inode 32 or 64 | xattr body | directory or symlink tail, or chunk addresses |
 * </pre>
 */
public final class V6Record {
    private static final int SECTOR = 512;

    private final Bytes bootstrap;
    private final Bytes inode;
    private final int format;
    private final int blockSize;

    public V6Record(Bytes bootstrap, long offset, int blockSize) throws RafsFormatException {
        this.bootstrap = bootstrap;
        this.blockSize = blockSize;
        this.format = bootstrap.at("v6 inode", offset, COMPACT_INODE_SIZE).u16(C_FORMAT);
        this.inode = bootstrap.at("v6 inode", offset, extended() ? EXTENDED_INODE_SIZE : COMPACT_INODE_SIZE);
        if (format >>> FORMAT_LAYOUT_SHIFT > FORMAT_LAYOUT_MASK) {
            throw inode.fault("unknown format 0x" + Integer.toHexString(format));
        }
    }

    Inode toInode(long nid) throws RafsFormatException {
        EntryBuffer fields = EntryBuffer.ofAttributes();
        decode(bootstrap, inode.start(), nid, fields);
        return fields.inode(inode.start());
    }

    /** Decodes the attributes of the inode at {@code offset}. The compact form has no time of its own. */
    static void decode(Bytes bootstrap, long offset, long nid, EntryBuffer into) throws RafsFormatException {
        bootstrap.require("v6 inode", offset, COMPACT_INODE_SIZE);
        int format = bootstrap.u16(offset + C_FORMAT);
        if (format >>> FORMAT_LAYOUT_SHIFT > FORMAT_LAYOUT_MASK) {
            throw new V6Record(bootstrap, offset, SECTOR)
                    .inode.fault("unknown format 0x" + Integer.toHexString(format));
        }
        if ((format & FORMAT_EXTENDED) != 0) {
            bootstrap.require("v6 inode", offset, EXTENDED_INODE_SIZE);
            extended(bootstrap, offset, nid, into);
        } else {
            compact(bootstrap, offset, nid, into);
        }
    }

    private static void extended(Bytes bootstrap, long offset, long nid, EntryBuffer into) throws RafsFormatException {
        int mode = bootstrap.u16(offset + E_MODE);
        FileType type = FileType.ofMode(mode);
        long size = bootstrap.i64(offset + E_SIZE);
        int nanos = bootstrap.i32(offset + E_MTIME_NSEC);
        if (size < 0 || nanos < 0 || nanos > 999_999_999) {
            throw fault(bootstrap.at("v6 inode", offset, EXTENDED_INODE_SIZE), nanos);
        }
        into.attributes(
                nid,
                type,
                mode,
                bootstrap.u32(offset + E_UID),
                bootstrap.u32(offset + E_GID),
                bootstrap.u32(offset + E_NLINK),
                size,
                sectors(size),
                bootstrap.i64(offset + E_MTIME),
                nanos,
                type.isDevice() ? bootstrap.i32(offset + E_U) : 0);
    }

    private static RafsFormatException fault(Bytes inode, int nanos) throws RafsFormatException {
        inode.size64(E_SIZE, "file size");
        return inode.fault("mtime nanoseconds " + Integer.toUnsignedString(nanos));
    }

    private static void compact(Bytes bootstrap, long offset, long nid, EntryBuffer into) throws RafsFormatException {
        int mode = bootstrap.u16(offset + C_MODE);
        FileType type = FileType.ofMode(mode);
        long size = bootstrap.u32(offset + C_SIZE);
        into.attributes(
                nid,
                type,
                mode,
                bootstrap.u16(offset + C_UID),
                bootstrap.u16(offset + C_GID),
                bootstrap.u16(offset + C_NLINK),
                size,
                sectors(size),
                0,
                0,
                type.isDevice() ? bootstrap.i32(offset + C_U) : 0);
    }

    private static long sectors(long size) {
        return size / SECTOR + (size % SECTOR == 0 ? 0 : 1);
    }

    public long size() throws RafsFormatException {
        return extended() ? inode.size64(E_SIZE, "file size") : inode.u32(C_SIZE);
    }

    int blockSize() {
        return blockSize;
    }

    public int mode() throws RafsFormatException {
        return inode.u16(extended() ? E_MODE : C_MODE);
    }

    public long nlink() throws RafsFormatException {
        return extended() ? inode.u32(E_NLINK) : inode.u16(C_NLINK);
    }

    /** Returns the number on disk, which differs from the one that users see. */
    public long number() throws RafsFormatException {
        return inode.u32(extended() ? E_INO : C_INO);
    }

    /** Returns the nanoseconds; the compact form does not have a time. */
    public long mtimeNanos() throws RafsFormatException {
        return extended() ? inode.u32(E_MTIME_NSEC) : 0;
    }

    /**
     * Returns the union field, which the type and layout give a meaning: a block address, a chunk format or a device
     * number.
     */
    public long union() throws RafsFormatException {
        return inode.u32(extended() ? E_U : C_U);
    }

    /** The xattr body, header included; empty if the inode has none. */
    public Bytes xattrs() throws RafsFormatException {
        return bootstrap.at("v6 xattrs", inode.start() + inode.length(), xattrSize());
    }

    private long xattrSize() throws RafsFormatException {
        int count = inode.u16(extended() ? E_XATTR_ICOUNT : C_XATTR_ICOUNT);
        return count == 0 ? 0 : XATTR_HEADER_SIZE + (count - 1L) * XATTR_ALIGNMENT;
    }

    /** The chunk addresses of a regular file of {@code count} chunks. */
    public Bytes chunkAddresses(long count) throws RafsFormatException {
        if (layout() != LAYOUT_CHUNK_BASED) {
            throw inode.fault("regular file with data layout " + layout());
        }
        long end = inode.start() + inode.length() + xattrSize();
        long start = (end + CHUNK_ADDR_SIZE - 1) & -CHUNK_ADDR_SIZE;
        return bootstrap.at("v6 chunk addresses", start, count * CHUNK_ADDR_SIZE);
    }

    /** Number of blocks that hold the data of a directory or symlink, the inline tail included. */
    public long blocks() throws RafsFormatException {
        return size() / blockSize + (size() % blockSize == 0 ? 0 : 1);
    }

    /**
     * Returns block {@code index} of a directory or symlink. Full blocks are at the inode's block address; the rest is
     * behind them, or behind the inode if the layout is inline, where it must not cross a block.
     */
    public Bytes block(String structure, long index) throws RafsFormatException {
        long length = Math.min(blockSize, size() - index * blockSize);
        if (!isInline(index)) {
            long address = union() + index;
            return bootstrap.at(structure, address * blockSize, length);
        }
        if (layout() != LAYOUT_FLAT_INLINE) {
            throw inode.fault("directory or symlink with data layout " + layout());
        }
        long start = inode.start() + inode.length() + xattrSize();
        if (start / blockSize != (start + length - 1) / blockSize) {
            throw inode.fault("inline data of " + length + " bytes crosses a block");
        }
        return bootstrap.at(structure, start, length);
    }

    /** Tests whether block {@code index} is stored behind the inode. */
    public boolean isInline(long index) throws RafsFormatException {
        return size() - index * blockSize < blockSize && layout() != LAYOUT_FLAT_PLAIN;
    }

    public Bytes inode() {
        return inode;
    }

    private boolean extended() {
        return (format & FORMAT_EXTENDED) != 0;
    }

    private int layout() {
        return (format >>> FORMAT_LAYOUT_SHIFT) & FORMAT_LAYOUT_MASK;
    }
}

package dev.nydusview.testdata.builder;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes an inode with the data behind it, and its blocks elsewhere. */
final class V6InodeWriter {
    private static final int EXTENDED = 1;
    private static final int LAYOUT_SHIFT = 1;
    private static final int FLAT_PLAIN = 0;
    private static final int FLAT_INLINE = 2;
    private static final int CHUNK_BASED = 4;

    private static final int FORMAT = 0;
    private static final int XATTR_COUNT = 2;
    private static final int MODE = 4;

    private static final int COMPACT_NLINK = 6;
    private static final int COMPACT_FILE_SIZE = 8;
    private static final int COMPACT_U = 16;
    private static final int COMPACT_INO = 20;
    private static final int COMPACT_UID = 24;
    private static final int COMPACT_GID = 26;

    private static final int FILE_SIZE = 8;
    private static final int U = 16;
    private static final int INO = 20;
    private static final int UID = 24;
    private static final int GID = 28;
    private static final int MTIME = 32;
    private static final int MTIME_NSEC = 40;
    private static final int NLINK = 44;

    /** Bit in i_u of a regular file: it has chunk addresses with device numbers, not only block addresses. */
    private static final int CHUNK_INDEXES = 0x20;

    private static final int ADDRESS_INDEX_LOW = 0;
    private static final int ADDRESS_DEVICE = 2;
    private static final int ADDRESS_INDEX_HIGH = 3;
    private static final int ADDRESS_BLOCK = 4;

    private static final int MAX_16 = 0xffff;

    private final ByteBuffer image;
    private final V6Plan plan;
    private final int chunkSize;

    /** @param image all of the bootstrap */
    V6InodeWriter(ByteBuffer image, V6Plan plan, int chunkSize) {
        this.image = image;
        this.plan = plan;
        this.chunkSize = chunkSize;
    }

    static boolean fitsCompact(SourceNode node) {
        Attributes attributes = node.attributes();
        return attributes.uid() <= MAX_16 && attributes.gid() <= MAX_16 && node.nlink() <= MAX_16;
    }

    /** @param number for tools that want small ones, from 1 */
    void write(V6Inode inode, int number) {
        if (inode.compact()) {
            writeCompact(inode, number);
        } else {
            writeExtended(inode, number);
        }
        image.put(inode.offset() + inode.headSize() - inode.xattrs().length, inode.xattrs());
        if (inode.node().isRegular()) {
            writeChunkAddresses(inode);
        } else {
            writeData(inode, data(inode));
        }
    }

    private void writeExtended(V6Inode inode, int number) {
        SourceNode node = inode.node();
        Attributes attributes = node.attributes();
        int at = inode.offset();
        writeStart(inode, EXTENDED);
        image.putLong(at + FILE_SIZE, inode.fileSize())
                .putInt(at + U, u(inode))
                .putInt(at + INO, number)
                .putInt(at + UID, (int) attributes.uid())
                .putInt(at + GID, (int) attributes.gid())
                .putLong(at + MTIME, attributes.mtime())
                .putInt(at + MTIME_NSEC, attributes.mtimeNanos())
                .putInt(at + NLINK, node.nlink());
    }

    private void writeCompact(V6Inode inode, int number) {
        SourceNode node = inode.node();
        int at = inode.offset();
        writeStart(inode, 0);
        image.putShort(at + COMPACT_NLINK, (short) node.nlink())
                .putInt(at + COMPACT_FILE_SIZE, (int) inode.fileSize())
                .putInt(at + COMPACT_U, u(inode))
                .putInt(at + COMPACT_INO, number)
                .putShort(at + COMPACT_UID, (short) node.attributes().uid())
                .putShort(at + COMPACT_GID, (short) node.attributes().gid());
    }

    private void writeStart(V6Inode inode, int form) {
        int layout = inode.node().isRegular() ? CHUNK_BASED : inode.inline() ? FLAT_INLINE : FLAT_PLAIN;
        image.putShort(inode.offset() + FORMAT, (short) (layout << LAYOUT_SHIFT | form))
                .putShort(inode.offset() + XATTR_COUNT, (short) V6Xattrs.count(inode.xattrs()))
                .putShort(inode.offset() + MODE, (short) inode.node().mode());
    }

    /** Chunk size of a regular file in blocks, as a power of two; device number; or where the blocks are. */
    private int u(V6Inode inode) {
        if (inode.node().isRegular()) {
            return CHUNK_INDEXES | Integer.numberOfTrailingZeros(chunkSize / V6Writer.BLOCK);
        }
        return inode.node().kind().isDevice() ? inode.node().rdev() : inode.startBlock();
    }

    private void writeChunkAddresses(V6Inode inode) {
        int at = inode.offset() + inode.chunkAddresses();
        for (FileChunk chunk : inode.chunks()) {
            StoredChunk stored = chunk.stored();
            image.putShort(at + ADDRESS_INDEX_LOW, (short) stored.index())
                    .put(at + ADDRESS_DEVICE, (byte) (stored.blobIndex() + 1))
                    .put(at + ADDRESS_INDEX_HIGH, (byte) (stored.index() >>> Short.SIZE))
                    .putInt(at + ADDRESS_BLOCK, (int) (stored.uncompressedOffset() / V6Writer.BLOCK));
            at += V6Inode.CHUNK_ADDRESS_SIZE;
        }
    }

    private byte[] data(V6Inode inode) {
        V6Dirents dirents = inode.dirents();
        return dirents == null ? inode.node().content() : dirents.write(plan::nid);
    }

    private void writeData(V6Inode inode, byte[] data) {
        int elsewhere = Math.min(inode.blocks() * V6Writer.BLOCK, data.length);
        image.put(inode.startBlock() * V6Writer.BLOCK, data, 0, elsewhere);
        image.put(inode.offset() + inode.headSize(), Arrays.copyOfRange(data, elsewhere, data.length));
    }
}

package dev.nydusview.rafswriter.v6;

import static dev.nydusview.rafs.layout.V6Layout.*;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafswriter.output.Stretch;
import dev.nydusview.rafswriter.tree.FileRecords;
import dev.nydusview.rafswriter.tree.NameOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Writes the inodes of an image where they are planned, their blocks, and the rows of the chunk table. */
final class InodeWriter implements NameOrder.Visitor {
    private final InodeTree tree;
    private final Plan plan;
    private final int chunkSize;
    private final Stretch inodes;
    private final Stretch blocks;
    private final ChunkTable chunkTable;
    private int written;

    InodeWriter(InodeTree tree, Plan plan, int chunkSize, Stretch inodes, Stretch blocks, ChunkTable chunkTable) {
        this.tree = tree;
        this.plan = plan;
        this.chunkSize = chunkSize;
        this.inodes = inodes;
        this.blocks = blocks;
        this.chunkTable = chunkTable;
    }

    /** Writes the inode of a name, unless an earlier name has brought it. */
    @Override
    public void name(int place, RawName name, Inode inode) throws IOException {
        int ordinal = plan.ordinal(inode.number());
        if (ordinal < written) {
            return;
        }
        written++;
        inodes.upTo(plan.offset(ordinal));
        writeHead(ordinal, inode);
        if (inode.isRegular()) {
            writeChunks(inode);
        } else if (inode.isDirectory()) {
            writeDirectory(ordinal, inode);
        } else if (inode.type() == FileType.SYMLINK) {
            byte[] target = tree.symlinkTarget(inode).bytes();
            writeData(ordinal, target);
        }
    }

    private void writeHead(int ordinal, Inode inode) throws IOException {
        byte[] xattrs = XattrBody.bytes(tree.xattrs(inode));
        inodes.u16(format(ordinal, inode))
                .u16((int) XattrBody.count(xattrs.length))
                .u16(inode.mode())
                .u16(0)
                .u64(inode.isRegular() ? inode.size() : plan.dataSize(ordinal))
                .u32(u(ordinal, inode))
                .u32(ordinal + 1L)
                .u32(inode.uid())
                .u32(inode.gid())
                .u64(inode.mtime())
                .u32(inode.mtimeNanos())
                .u32(plan.links(ordinal))
                .zeros(EXTENDED_INODE_SIZE - E_RESERVED2)
                .bytes(xattrs);
    }

    private int format(int ordinal, Inode inode) {
        int layout = inode.isRegular()
                ? LAYOUT_CHUNK_BASED
                : plan.isInline(ordinal) ? LAYOUT_FLAT_INLINE : LAYOUT_FLAT_PLAIN;
        return layout << FORMAT_LAYOUT_SHIFT | FORMAT_EXTENDED;
    }

    /** Chunk size of a regular file in blocks, as a power of two; device number; or where the blocks are. */
    private long u(int ordinal, Inode inode) {
        if (inode.isRegular()) {
            return CHUNK_FORMAT_INDEXES | Integer.numberOfTrailingZeros(chunkSize >>> BLOCK_BITS);
        }
        return inode.type().isDevice() ? inode.rdev() : plan.firstBlock(ordinal);
    }

    private void writeChunks(Inode file) throws IOException {
        if (file.size() == 0) {
            return;
        }
        inodes.upTo(Plan.aligned(inodes.position(), CHUNK_ADDR_SIZE));
        long[] expected = {0};
        FileRecords.visit(tree, file, chunkSize, row -> {
            requireAt(row.chunk(), expected[0]);
            expected[0] += chunkSize;
            writeAddress(row);
            chunkTable.add(row);
        });
        if (expected[0] < file.size()) {
            throw hole(expected[0]);
        }
    }

    private static void requireAt(ChunkRef chunk, long offset) throws UnsupportedFeatureException {
        if (chunk.fileOffset() != offset) {
            throw hole(offset);
        }
    }

    private static UnsupportedFeatureException hole(long offset) {
        return new UnsupportedFeatureException(
                "a file has a hole at offset " + offset + ", which does not fit into a v6 image");
    }

    private void writeAddress(ChunkRecord row) throws IOException {
        ChunkRef chunk = row.chunk();
        inodes.u16(chunk.index())
                .u8(chunk.blobIndex() + 1)
                .u8(chunk.index() >>> Short.SIZE)
                .u32(chunk.uncompressedOffset() >>> BLOCK_BITS);
    }

    private void writeDirectory(int ordinal, Inode directory) throws IOException {
        int[] left = {plan.dataSize(ordinal)};
        Dirents dirents = new Dirents(directory.number(), tree.parent(directory), (entries, used) -> {
            byte[] bytes = block(entries, Math.min(left[0], Plan.BLOCK));
            left[0] -= bytes.length;
            write(ordinal, bytes);
        });
        tree.list(directory, 0, entry -> {
            dirents.add(entry.name(), entry.inode(), entry.type());
            return true;
        });
        dirents.end();
    }

    private byte[] block(List<Dirents.Dirent> entries, int size) {
        ByteBuffer block = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        int nameAt = entries.size() * DIRENT_SIZE;
        int at = 0;
        for (Dirents.Dirent entry : entries) {
            block.putLong(at + D_NID, plan.nid(entry.inode()))
                    .putShort(at + D_NAMEOFF, (short) nameAt)
                    .put(at + D_FILE_TYPE, (byte) direntType(entry.type()))
                    .put(nameAt, entry.name().bytes());
            at += DIRENT_SIZE;
            nameAt += entry.name().length();
        }
        return block.array();
    }

    /** EROFS numbers types in the order of its own list. */
    private static int direntType(FileType type) {
        return switch (type) {
            case REGULAR -> 1;
            case DIRECTORY -> 2;
            case CHARACTER_DEVICE -> 3;
            case BLOCK_DEVICE -> 4;
            case FIFO -> 5;
            case SOCKET -> 6;
            case SYMLINK -> 7;
        };
    }

    private void writeData(int ordinal, byte[] data) throws IOException {
        for (int at = 0; at < data.length; at += Plan.BLOCK) {
            int count = Math.min(Plan.BLOCK, data.length - at);
            byte[] block = new byte[count];
            System.arraycopy(data, at, block, 0, count);
            write(ordinal, block);
        }
    }

    /** Writes a block, or the last part of one, which stands behind the inode or in a block of its own. */
    private void write(int ordinal, byte[] bytes) throws IOException {
        if (bytes.length < Plan.BLOCK && plan.isInline(ordinal)) {
            inodes.bytes(bytes);
        } else {
            blocks.padded(bytes, Plan.BLOCK);
        }
    }
}

package dev.nydusview.rafswriter.v5;

import static dev.nydusview.rafs.layout.V5Layout.*;

import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import dev.nydusview.rafswriter.output.ChunkRow;
import dev.nydusview.rafswriter.output.Stretch;
import dev.nydusview.rafswriter.tree.NameOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes the records of names, one behind the other. */
final class RecordWriter implements NameOrder.Visitor {
    private static final int SECTOR = 512;
    private static final byte[] NOTHING = {};

    private final InodeTree tree;
    private final Plan plan;
    private final int chunkSize;
    private final Stretch out;
    private long parent;

    RecordWriter(InodeTree tree, Plan plan, int chunkSize, Stretch out) {
        this.tree = tree;
        this.plan = plan;
        this.chunkSize = chunkSize;
        this.out = out;
    }

    @Override
    public void enter(int place, Inode directory) {
        parent = plan.number(directory.number());
    }

    @Override
    public void name(int place, RawName name, Inode inode) throws IOException {
        List<ChunkRecord> chunks = inode.isRegular() ? tree.chunkRecords(inode, 0, inode.size()) : new ArrayList<>();
        List<Xattr> xattrs = tree.xattrs(inode);
        byte[] target =
                inode.type() == FileType.SYMLINK ? tree.symlinkTarget(inode).bytes() : NOTHING;
        long size = inode.isDirectory() ? plan.directorySize(place) : inode.size();
        out.digest(plan.digest(place))
                .u64(parent)
                .u64(plan.number(inode.number()))
                .u32(inode.uid())
                .u32(inode.gid())
                .u32(0)
                .u32(inode.mode())
                .u64(size)
                .u64(sectors(size, xattrs))
                .u64(flags(inode, chunks, !xattrs.isEmpty()))
                .u32(plan.links(inode.number()))
                .u32(inode.isDirectory() ? plan.firstChild(place) + 1L : 0)
                .u32(inode.isDirectory() ? plan.children(place) : chunks.size())
                .u16(name.length())
                .u16(target.length)
                .u32(inode.rdev())
                .u32(inode.mtimeNanos())
                .u64(inode.mtime())
                .zeros(INODE_SIZE - I_RESERVED)
                .padded(name.bytes(), (int) aligned(name.length()))
                .padded(target, (int) aligned(target.length));
        if (!xattrs.isEmpty()) {
            XattrPairs.write(xattrs, out);
            out.upTo(aligned(out.position()));
        }
        for (ChunkRecord chunk : chunks) {
            ChunkRow.write(chunk, out);
        }
    }

    private static long sectors(long size, List<Xattr> xattrs) {
        return (size + aligned(XattrPairs.size(xattrs)) + SECTOR - 1) / SECTOR;
    }

    private long flags(Inode inode, List<ChunkRecord> chunks, boolean xattrs) {
        boolean hole = inode.isRegular() && (long) chunks.size() * chunkSize < inode.size();
        return (inode.type() == FileType.SYMLINK ? I_FLAG_SYMLINK : 0)
                | (inode.isRegular() && plan.links(inode.number()) > 1 ? I_FLAG_HARDLINK : 0)
                | (xattrs ? I_FLAG_XATTR : 0)
                | (hole ? I_FLAG_HAS_HOLE : 0);
    }
}

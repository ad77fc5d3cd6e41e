package dev.nydusview.rafswriter.v6;

import static dev.nydusview.rafs.layout.V6Layout.*;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafswriter.tree.IntTable;
import dev.nydusview.rafswriter.tree.NameOrder;
import dev.nydusview.rafswriter.tree.Ordinals;
import java.io.IOException;

/**
 * Places of the inodes of an image, in the order in which their first names come, and of the data of directories and
 * symlinks. 40 bytes for each inode are kept.
 *
 * <pre>
 * | inodes, each with xattrs, and a tail of data or chunk addresses | blocks of directories and symlinks |
 * </pre>
 */
final class Plan {
    static final int BLOCK = 1 << BLOCK_BITS;

    private static final long MAX_SIZE = 1L << 31;

    private final InodeTree tree;
    private final int chunkSize;
    private final Ordinals ordinals = new Ordinals();
    private final IntTable heads = new IntTable();
    private final IntTable data = new IntTable();
    private final IntTable links = new IntTable();
    private final IntTable nids = new IntTable();
    private final IntTable blocks = new IntTable();
    private long inodesStart;
    private long blocksStart;
    private long end;
    private boolean xattrs;
    private long names;

    private Plan(InodeTree tree, int chunkSize) {
        this.tree = tree;
        this.chunkSize = chunkSize;
    }

    /** @param start where the root's inode stands: at the start of a block, which is not the first */
    static Plan of(InodeTree tree, int chunkSize, long start) throws IOException {
        Plan plan = new Plan(tree, chunkSize);
        NameOrder.visit(tree, plan.new Measure());
        plan.place(start);
        return plan;
    }

    /** Measures inodes and directories. */
    private final class Measure implements NameOrder.Visitor {
        private final Dirents.Sink sizes = (entries, used) -> {
            grow(data.get(this.directory) % BLOCK == 0 ? used : BLOCK - data.get(this.directory) % BLOCK + used);
        };
        private Dirents dirents = new Dirents(0, 0, sizes);
        private int directory;

        private void grow(int bytes) throws UnsupportedFeatureException {
            if (data.get(directory) > Integer.MAX_VALUE - 2 * BLOCK) {
                throw new UnsupportedFeatureException("a directory of more than 2 GiB does not fit into a v6 image");
            }
            data.add(directory, bytes);
        }

        @Override
        public void name(int place, RawName name, Inode inode) throws IOException {
            names++;
            if (place > 0) {
                dirents.add(name, inode.number(), inode.type());
            }
            int known = ordinals.size();
            int ordinal = ordinals.add(inode.number());
            if (ordinal == known) {
                heads.set(ordinal, head(inode));
                data.set(
                        ordinal,
                        inode.type() == FileType.SYMLINK ? target(inode).length() : 0);
            }
            if (!inode.isDirectory()) {
                links.add(ordinal, 1);
            } else {
                links.set(ordinal, 2);
                links.add(directory, place > 0 ? 1 : 0);
            }
        }

        @Override
        public void enter(int place, Inode entered) {
            directory = ordinals.of(entered.number());
            dirents = new Dirents(0, 0, sizes);
        }

        @Override
        public void leave() throws IOException {
            dirents.end();
        }
    }

    private RawName target(Inode symlink) throws IOException {
        return tree.symlinkTarget(symlink);
    }

    /** Bytes of an inode, with its xattrs and its chunk addresses. */
    private int head(Inode inode) throws IOException {
        int body = XattrBody.size(tree.xattrs(inode));
        xattrs |= body > 0;
        int size = EXTENDED_INODE_SIZE + body;
        if (!inode.isRegular() || inode.size() == 0) {
            return size;
        }
        long chunks = (inode.size() - 1) / chunkSize + 1;
        if (chunks > Integer.MAX_VALUE / CHUNK_ADDR_SIZE / 2) {
            throw new UnsupportedFeatureException("a file of " + inode.size() + " bytes does not fit into an image with"
                    + " chunks of " + chunkSize + " bytes");
        }
        return aligned(size, CHUNK_ADDR_SIZE) + (int) chunks * CHUNK_ADDR_SIZE;
    }

    private void place(long start) throws UnsupportedFeatureException {
        inodesStart = start;
        long at = start;
        long block = 0;
        for (int i = 0; i < ordinals.size(); i++) {
            at = aligned(at, SLOT_SIZE);
            int behind = isInline(i) ? data.get(i) % BLOCK : 0;
            if (behind > 0 && at / BLOCK != (at + heads.get(i) + behind - 1) / BLOCK) {
                at = aligned(at, BLOCK);
            }
            nids.set(i, (int) ((at - metaOffset()) / SLOT_SIZE));
            blocks.set(i, (int) block);
            at = requireFits(at + heads.get(i) + behind);
            block += isInline(i) ? data.get(i) / BLOCK : aligned(data.get(i), BLOCK) / BLOCK;
        }
        blocksStart = aligned(at, BLOCK);
        end = requireFits(blocksStart + block * BLOCK);
    }

    private static long requireFits(long size) throws UnsupportedFeatureException {
        if (size > MAX_SIZE) {
            throw new UnsupportedFeatureException(
                    "the metadata needs more than " + MAX_SIZE + " bytes, which readers of v6 images refuse");
        }
        return size;
    }

    /** Tests whether the last part of the data, less than a block, stands behind the inode. */
    boolean isInline(int ordinal) {
        int tail = data.get(ordinal) % BLOCK;
        return tail > 0 && heads.get(ordinal) + tail <= BLOCK;
    }

    /** Offset of nid 0: the block before the root, so that no inode has that number. */
    long metaOffset() {
        return inodesStart - BLOCK;
    }

    /** Offset of the blocks of directories and symlinks. */
    long blocksStart() {
        return blocksStart;
    }

    /** Offset behind the last block. */
    long end() {
        return end;
    }

    boolean hasXattrs() {
        return xattrs;
    }

    /** Returns the number of names, which is what builders count as inodes. */
    long names() {
        return names;
    }

    int ordinal(long inode) {
        return ordinals.of(inode);
    }

    long nid(long inode) {
        return nids.get(ordinals.of(inode));
    }

    long offset(int ordinal) {
        return metaOffset() + (long) nids.get(ordinal) * SLOT_SIZE;
    }

    /** Bytes of the data of a directory or symlink. */
    int dataSize(int ordinal) {
        return data.get(ordinal);
    }

    int links(int ordinal) {
        return links.get(ordinal);
    }

    /** Address of the first block of the data of a directory or symlink. */
    long firstBlock(int ordinal) {
        return blocksStart / BLOCK + blocks.get(ordinal);
    }

    static int aligned(int length, int unit) {
        return (length + unit - 1) & -unit;
    }

    static long aligned(long length, int unit) {
        return (length + unit - 1) & -unit;
    }
}

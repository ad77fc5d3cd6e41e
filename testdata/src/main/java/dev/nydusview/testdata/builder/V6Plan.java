package dev.nydusview.testdata.builder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides where the inodes of a v6 image stand, and the blocks behind them.
 *
 * <pre>
 * | root | inodes with their tails and chunk addresses | shared xattrs | blocks of directories and symlinks |
 * </pre>
 */
final class V6Plan {
    private static final int SLOT = 32;

    private final ChunkedTree tree;
    private final Set<V6Shape> shapes;
    private final V6Xattrs xattrs;
    private final int start;
    private final List<V6Inode> inodes = new ArrayList<>();
    private final Map<SourceNode, V6Inode> byNode = new HashMap<>();
    private final int sharedXattrs;
    private final int end;

    /** @param start where the root's inode stands: at the start of a block, which is not the first */
    V6Plan(ChunkedTree tree, Set<V6Shape> shapes, int start) {
        this.tree = tree;
        this.shapes = shapes;
        this.xattrs = new V6Xattrs(shapes.contains(V6Shape.SHARED_XATTRS));
        this.start = start;
        add(tree.source().root(), tree.source().root());
        int at = placeInodes();
        sharedXattrs = at / V6Writer.BLOCK;
        at = ByteSink.aligned(at + xattrs.area().length, V6Writer.BLOCK);
        for (V6Inode inode : inodes) {
            inode.placeBlocksAt(at / V6Writer.BLOCK);
            at += inode.blocks() * V6Writer.BLOCK;
        }
        end = at;
    }

    private void add(SourceNode node, SourceNode parent) {
        if (!byNode.containsKey(node)) {
            V6Inode inode = new V6Inode(
                    node,
                    shapes.contains(V6Shape.COMPACT_INODES) && V6InodeWriter.fitsCompact(node),
                    !shapes.contains(V6Shape.PLAIN_DATA),
                    xattrs.body(node.attributes()),
                    tree.chunksOf(node),
                    node.isDirectory() ? new V6Dirents(node, parent) : null);
            byNode.put(node, inode);
            inodes.add(inode);
            node.children().values().forEach(child -> add(child, node));
        }
    }

    private int placeInodes() {
        int at = start;
        for (V6Inode inode : inodes) {
            int place = ByteSink.aligned(at, SLOT);
            inode.placeAt(inode.inline() ? inlinePlace(place, inode.length()) : place);
            at = inode.offset() + inode.length();
        }
        return ByteSink.aligned(at, V6Writer.BLOCK);
    }

    /** Returns the place of an inode whose tail is inline: both must lie within one block. */
    private int inlinePlace(int earliest, int length) {
        int blockEnd = ByteSink.aligned(earliest + 1, V6Writer.BLOCK);
        int place = earliest + length <= blockEnd ? earliest : blockEnd;
        boolean root = earliest == start;
        return shapes.contains(V6Shape.TAILS_AT_BLOCK_END) && length % SLOT == 0 && !root
                ? ByteSink.aligned(place + 1, V6Writer.BLOCK) - length
                : place;
    }

    /** The root first; nids below 65536 are only sure near the start. */
    List<V6Inode> inodes() {
        return Collections.unmodifiableList(inodes);
    }

    /** Address of the block before the root, so that no inode has the nid 0. */
    int metaBlock() {
        return start / V6Writer.BLOCK - 1;
    }

    long nid(SourceNode node) {
        V6Inode inode = byNode.get(node);
        if (inode == null) {
            throw new IllegalArgumentException("not of this tree");
        }
        return (inode.offset() - (long) metaBlock() * V6Writer.BLOCK) / SLOT;
    }

    byte[] sharedXattrs() {
        return xattrs.area();
    }

    /** Address of the block that the shared xattrs start in; 0 if there are none. */
    int sharedXattrsBlock() {
        return xattrs.area().length == 0 ? 0 : sharedXattrs;
    }

    /** Behind the last block. */
    int end() {
        return end;
    }
}

package dev.nydusview.testdata.builder;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes inode records, each with its name, symlink target, xattrs and chunk records behind it. */
final class V5InodeWriter {
    private static final int SIZE = 128;
    private static final int ALIGNMENT = 8;
    private static final int SECTOR = 512;
    private static final int DIRECTORY_UNIT = 4096;

    private static final int DIGEST = 0;
    private static final int PARENT = 32;
    private static final int INO = 40;
    private static final int UID = 48;
    private static final int GID = 52;
    private static final int MODE = 60;
    private static final int FILE_SIZE = 64;
    private static final int BLOCKS = 72;
    private static final int FLAGS = 80;
    private static final int NLINK = 88;
    private static final int CHILD_INDEX = 92;
    private static final int CHILD_COUNT = 96;
    private static final int NAME_SIZE = 100;
    private static final int SYMLINK_SIZE = 102;
    private static final int RDEV = 104;
    private static final int MTIME_NSEC = 108;
    private static final int MTIME = 112;

    private static final int OLD_MODE = 52;
    private static final int OLD_FILE_SIZE = 56;
    private static final int OLD_NLINK = 64;
    private static final int OLD_CHILD_INDEX = 88;
    private static final int OLD_CHILD_COUNT = 92;
    private static final int OLD_NAME_SIZE = 96;
    private static final int OLD_SYMLINK_SIZE = 98;

    private static final int FLAG_SYMLINK = 1;
    private static final int FLAG_HARDLINK = 2;
    private static final int FLAG_XATTR = 4;
    private static final int FLAG_HAS_HOLE = 8;

    private final ChunkedTree tree;
    private final ChunkSettings settings;
    private final V5Digests digests;
    private final Set<V5Shape> shapes;

    V5InodeWriter(ChunkedTree tree, ChunkSettings settings, Set<V5Shape> shapes) {
        this.tree = tree;
        this.settings = settings;
        this.digests = new V5Digests(tree, settings.hash());
        this.shapes = shapes;
    }

    void write(V5Inode inode, ByteSink sink) {
        SourceNode node = inode.node();
        byte[] xattrs = xattrs(node.attributes());
        sink.put(shapes.contains(V5Shape.OLD_INODES) ? oldRecord(inode) : record(inode, xattrs));
        sink.put(Latin1.bytes(inode.name())).align(ALIGNMENT);
        if (node.kind() == FileKind.SYMLINK) {
            sink.put(node.content()).align(ALIGNMENT);
        }
        if (xattrs.length > 0) {
            sink.put(ByteSink.record(Long.BYTES).putLong(0, xattrs.length));
            sink.put(xattrs).align(ALIGNMENT);
        }
        tree.chunksOf(node).forEach(chunk -> sink.put(ChunkInfo.of(chunk)));
    }

    private ByteBuffer record(V5Inode inode, byte[] xattrs) {
        SourceNode node = inode.node();
        Attributes attributes = node.attributes();
        long size = size(node);
        return start(inode)
                .putInt(UID, (int) attributes.uid())
                .putInt(GID, (int) attributes.gid())
                .putInt(MODE, node.mode())
                .putLong(FILE_SIZE, size)
                .putLong(BLOCKS, (size + ByteSink.aligned(xattrs.length, ALIGNMENT) + SECTOR - 1) / SECTOR)
                .putLong(FLAGS, flags(node))
                .putInt(NLINK, node.nlink())
                .putInt(CHILD_INDEX, inode.firstChild())
                .putInt(CHILD_COUNT, childCount(node))
                .putShort(NAME_SIZE, (short) inode.name().length())
                .putShort(SYMLINK_SIZE, symlinkSize(node))
                .putInt(RDEV, node.rdev())
                .putInt(MTIME_NSEC, attributes.mtimeNanos())
                .putLong(MTIME, attributes.mtime());
    }

    private ByteBuffer oldRecord(V5Inode inode) {
        SourceNode node = inode.node();
        return start(inode)
                .putInt(OLD_MODE, node.mode())
                .putLong(OLD_FILE_SIZE, size(node))
                .putLong(OLD_NLINK, node.nlink())
                .putInt(OLD_CHILD_INDEX, inode.firstChild())
                .putInt(OLD_CHILD_COUNT, childCount(node))
                .putShort(OLD_NAME_SIZE, (short) ByteSink.aligned(inode.name().length(), ALIGNMENT))
                .putShort(OLD_SYMLINK_SIZE, (short) ByteSink.aligned(symlinkSize(node), ALIGNMENT));
    }

    private ByteBuffer start(V5Inode inode) {
        return ByteSink.record(SIZE)
                .put(DIGEST, digests.of(inode.node()))
                .putLong(PARENT, inode.parent())
                .putLong(INO, inode.number());
    }

    private long flags(SourceNode node) {
        boolean hardLink = shapes.contains(V5Shape.HARDLINK_FLAG) && !node.isDirectory() && node.nlink() > 1;
        return (node.kind() == FileKind.SYMLINK ? FLAG_SYMLINK : 0)
                | (hardLink ? FLAG_HARDLINK : 0)
                | (node.attributes().xattrs().isEmpty() ? 0 : FLAG_XATTR)
                | (hasHoles(node) ? FLAG_HAS_HOLE : 0);
    }

    private boolean hasHoles(SourceNode node) {
        List<FileChunk> chunks = tree.chunksOf(node);
        return node.isRegular() && (long) chunks.size() * settings.chunkSize() < node.size();
    }

    private int childCount(SourceNode node) {
        return node.isDirectory() ? node.children().size() : tree.chunksOf(node).size();
    }

    private static short symlinkSize(SourceNode node) {
        return (short) (node.kind() == FileKind.SYMLINK ? node.content().length : 0);
    }

    private static long size(SourceNode node) {
        if (!node.isDirectory()) {
            return node.size();
        }
        int entries = node.children().keySet().stream()
                .mapToInt(name -> name.length() + ALIGNMENT)
                .sum();
        return Math.max(ByteSink.aligned(entries, DIRECTORY_UNIT), DIRECTORY_UNIT);
    }

    private static byte[] xattrs(Attributes attributes) {
        ByteSink sink = new ByteSink();
        for (Map.Entry<String, String> xattr : attributes.xattrs().entrySet()) {
            byte[] pair = Latin1.bytes(xattr.getKey() + '\0' + xattr.getValue());
            sink.put(ByteSink.record(Integer.BYTES).putInt(0, pair.length)).put(pair);
        }
        return sink.toBytes();
    }
}

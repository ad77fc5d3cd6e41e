package dev.nydusview.testdata.builder;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/**
 * Writes a v6 bootstrap, whose parts start at multiples of the block size, except for the prefetch table.
 *
 * <pre>
 * | 1024 | superblock | extension | device slots | blob table | prefetch table | inodes and blocks | chunk table |
 * </pre>
 */
final class V6Writer {
    static final int BLOCK = 4096;

    private static final int LEGACY_BLOCKS = 4096;
    private static final int PREFETCH_ENTRY = 4;

    private final ChunkedTree tree;
    private final ChunkSettings settings;
    private final List<String> prefetch;
    private final Set<V6Shape> shapes;
    private final byte[] blobTable;
    private final int blobTableOffset;
    private final V6Plan plan;
    private final byte[] chunkTable;
    private final ByteBuffer image;

    V6Writer(ChunkedTree tree, ChunkSettings settings, List<String> prefetch, Set<V6Shape> shapes) {
        this.tree = tree;
        this.settings = settings;
        this.prefetch = prefetch;
        this.shapes = shapes;
        this.blobTable = V6BlobTable.table(tree.blobs(), settings, shapes);
        int slots = tree.blobs().size() * V6BlobTable.SLOT_SIZE;
        this.blobTableOffset = ByteSink.aligned(V6Superblock.END + slots, BLOCK);
        this.plan = new V6Plan(
                tree, shapes, ByteSink.aligned(prefetchTableOffset() + prefetch.size() * PREFETCH_ENTRY, BLOCK));
        this.chunkTable = V6ChunkTable.of(plan.inodes());
        this.image = ByteSink.record(ByteSink.aligned(plan.end() + chunkTable.length, BLOCK));
    }

    private int prefetchTableOffset() {
        return blobTableOffset + blobTable.length;
    }

    byte[] write() {
        writeSuperblock();
        writeTables();
        if (shapes.contains(V6Shape.LEGACY_EMPTY_TABLES)) {
            image.putInt(V6Superblock.BLOCKS, LEGACY_BLOCKS);
            image.putInt(V6Superblock.PREFETCH_TABLE_SIZE, PREFETCH_ENTRY);
        }
        if (shapes.contains(V6Shape.FS_VERSION_7)) {
            V6Superblock.makeVersion7(image);
        }
        V6InodeWriter writer = new V6InodeWriter(image, plan, settings.chunkSize());
        int number = 1;
        for (V6Inode inode : plan.inodes()) {
            writer.write(inode, number++);
        }
        image.put(plan.sharedXattrsBlock() * BLOCK, plan.sharedXattrs());
        return ByteSink.bytes(image);
    }

    private void writeSuperblock() {
        V6Superblock.write(image, tree.source(), settings);
        image.putShort(V6Superblock.ROOT_NID, (short) plan.nid(tree.source().root()))
                .putLong(V6Superblock.INODES, plan.inodes().size())
                .putInt(V6Superblock.BLOCKS, deviceBlocks())
                .putInt(V6Superblock.META_BLOCK, plan.metaBlock())
                .putInt(V6Superblock.XATTR_BLOCK, plan.sharedXattrsBlock())
                .putShort(V6Superblock.EXTRA_DEVICES, (short) tree.blobs().size());
    }

    /** Returns the number of blocks of all devices; those of the bootstrap do not count. */
    private int deviceBlocks() {
        return tree.blobs().stream()
                .mapToInt(blob -> blob.data().addressSpace().length / BLOCK)
                .sum();
    }

    private void writeTables() {
        image.put(V6Superblock.END, V6BlobTable.deviceSlots(tree.blobs(), image.capacity()));
        image.putLong(V6Superblock.BLOB_TABLE_OFFSET, blobTableOffset)
                .putInt(V6Superblock.BLOB_TABLE_SIZE, blobTable.length)
                .put(blobTableOffset, blobTable);
        image.putLong(V6Superblock.CHUNK_TABLE_OFFSET, plan.end())
                .putLong(V6Superblock.CHUNK_TABLE_SIZE, chunkTable.length)
                .put(plan.end(), chunkTable);
        if (!prefetch.isEmpty()) {
            writePrefetchTable();
        }
    }

    private void writePrefetchTable() {
        int at = prefetchTableOffset();
        image.putLong(V6Superblock.PREFETCH_TABLE_OFFSET, at)
                .putInt(V6Superblock.PREFETCH_TABLE_SIZE, prefetch.size() * PREFETCH_ENTRY);
        for (String path : prefetch) {
            image.putInt(at, (int) plan.nid(tree.source().node(path)));
            at += PREFETCH_ENTRY;
        }
    }
}

package dev.nydusview.testdata.builder;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/**
 * Writes a v5 bootstrap.
 *
 * <pre>
 * | superblock 8192 | inode table | prefetch table | blob table | extended blob table | inode records |
 * </pre>
 */
final class V5Writer {
    private static final int SUPERBLOCK_SIZE = 8192;
    private static final int ALIGNMENT = 8;
    private static final int INODE_TABLE_ENTRY = 4;

    private static final int MAGIC = 0;
    private static final int FS_VERSION = 4;
    private static final int SB_SIZE = 8;
    private static final int BLOCK_SIZE = 12;
    private static final int FLAGS = 16;
    private static final int INODES_COUNT = 24;
    private static final int INODE_TABLE_OFFSET = 32;
    private static final int PREFETCH_TABLE_OFFSET = 40;
    private static final int BLOB_TABLE_OFFSET = 48;
    private static final int INODE_TABLE_ENTRIES = 56;
    private static final int PREFETCH_TABLE_ENTRIES = 60;
    private static final int BLOB_TABLE_SIZE = 64;
    private static final int EXTENDED_TABLE_ENTRIES = 68;
    private static final int EXTENDED_TABLE_OFFSET = 72;

    private static final int MAGIC_VALUE = 0x5241_4653;
    private static final int VERSION_4 = 0x400;
    private static final int VERSION_5 = 0x500;

    private final ChunkedTree tree;
    private final ChunkSettings settings;
    private final List<String> prefetch;
    private final Set<V5Shape> shapes;
    private final V5Index index;

    V5Writer(ChunkedTree tree, ChunkSettings settings, List<String> prefetch, Set<V5Shape> shapes) {
        this.tree = tree;
        this.settings = settings;
        this.prefetch = prefetch;
        this.shapes = shapes;
        this.index = new V5Index(tree.source().root());
    }

    byte[] write() {
        int entries = index.inodes().size();
        byte[] prefetchTable = prefetchTable();
        byte[] blobTable = V5BlobTables.table(tree.blobs());
        byte[] extended =
                shapes.contains(V5Shape.NO_EXTENDED_BLOB_TABLE) ? new byte[0] : V5BlobTables.extended(tree.blobs());
        int prefetchOffset = end(SUPERBLOCK_SIZE, entries * INODE_TABLE_ENTRY);
        int blobOffset = end(prefetchOffset, prefetchTable.length);
        int extendedOffset = end(blobOffset, blobTable.length);
        int recordsOffset = end(extendedOffset, extended.length);
        ByteBuffer superblock = superblock()
                .putInt(INODE_TABLE_ENTRIES, entries)
                .putLong(PREFETCH_TABLE_OFFSET, prefetchOffset)
                .putInt(PREFETCH_TABLE_ENTRIES, prefetch.size())
                .putLong(BLOB_TABLE_OFFSET, blobOffset)
                .putInt(BLOB_TABLE_SIZE, blobTable.length)
                .putInt(EXTENDED_TABLE_ENTRIES, extended.length / V5BlobTables.EXTENDED_ENTRY_SIZE)
                .putLong(EXTENDED_TABLE_OFFSET, extended.length == 0 ? 0 : extendedOffset);
        ByteSink records = new ByteSink();
        ByteBuffer inodeTable = writeInodes(records, recordsOffset);
        ByteSink bootstrap = new ByteSink().put(superblock).put(inodeTable);
        List.of(prefetchTable, blobTable, extended, records.toBytes())
                .forEach(part -> bootstrap.align(ALIGNMENT).put(part));
        return bootstrap.align(ALIGNMENT).toBytes();
    }

    private static int end(int offset, int length) {
        return offset + ByteSink.aligned(length, ALIGNMENT);
    }

    private ByteBuffer superblock() {
        long flags = settings.compression().superblockFlag()
                | settings.hash().superblockFlag()
                | SuperblockFlag.of(tree.source());
        return ByteSink.record(SUPERBLOCK_SIZE)
                .putInt(MAGIC, MAGIC_VALUE)
                .putInt(FS_VERSION, shapes.contains(V5Shape.VERSION_4) ? VERSION_4 : VERSION_5)
                .putInt(SB_SIZE, SUPERBLOCK_SIZE)
                .putInt(BLOCK_SIZE, settings.chunkSize())
                .putLong(FLAGS, flags)
                .putLong(INODES_COUNT, index.files())
                .putLong(INODE_TABLE_OFFSET, SUPERBLOCK_SIZE);
    }

    private byte[] prefetchTable() {
        ByteBuffer table = ByteSink.record(prefetch.size() * Integer.BYTES);
        prefetch.forEach(path -> table.putInt(index.number(tree.source().node(path))));
        return ByteSink.bytes(table);
    }

    /** Returns the inode table of the records that it writes. */
    private ByteBuffer writeInodes(ByteSink records, int recordsOffset) {
        V5InodeWriter writer = new V5InodeWriter(tree, settings, shapes);
        ByteBuffer table = ByteSink.record(index.inodes().size() * INODE_TABLE_ENTRY);
        for (V5Inode inode : index.inodes()) {
            table.putInt((recordsOffset + records.position()) / ALIGNMENT);
            writer.write(inode, records);
        }
        return table;
    }
}

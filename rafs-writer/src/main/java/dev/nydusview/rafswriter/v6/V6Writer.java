package dev.nydusview.rafswriter.v6;

import static dev.nydusview.rafs.layout.V6Layout.*;

import dev.nydusview.rafswriter.output.Stretch;
import dev.nydusview.rafswriter.tree.NameOrder;
import dev.nydusview.rafswriter.tree.NewImage;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Writes a v6 bootstrap. The tree is walked twice, and never held.
 *
 * <pre>
 * | 1024 | superblock | extension | device slots | blob table | prefetch table | inodes | blocks | chunk table |
 * </pre>
 */
public final class V6Writer {
    private static final int FIRST_SLOT = (EXT_SUPERBLOCK_OFFSET + EXT_SUPERBLOCK_SIZE) / DEVICE_SLOT_SIZE;

    private final NewImage image;
    private final FileChannel file;
    private final long blobTable;
    private final long prefetchTable;
    private final Plan plan;

    private V6Writer(NewImage image, FileChannel file) throws IOException {
        BlobTable.requireFits(image.blobs());
        this.image = image;
        this.file = file;
        int blobs = image.blobs().size();
        this.blobTable = Plan.aligned((long) (FIRST_SLOT + blobs) * DEVICE_SLOT_SIZE, Plan.BLOCK);
        this.prefetchTable = blobTable + (long) blobs * BLOB_SIZE;
        long tables = prefetchTable + (long) image.prefetch().size() * PREFETCH_ENTRY_SIZE;
        this.plan =
                Plan.of(image.tree(), image.chunkSize(), Math.max(Plan.aligned(tables, Plan.BLOCK), 2L * Plan.BLOCK));
    }

    /** Writes {@code image} to {@code file}, which is empty; returns the size. */
    public static long write(NewImage image, FileChannel file) throws IOException {
        return new V6Writer(image, file).write();
    }

    private long write() throws IOException {
        long chunkTableEnd = writeInodes();
        long size = Plan.aligned(chunkTableEnd, Plan.BLOCK);
        try (Stretch out = new Stretch(file, chunkTableEnd)) {
            out.upTo(size);
        }
        try (Stretch out = new Stretch(file, 0)) {
            out.zeros(SUPERBLOCK_OFFSET);
            writeSuperblock(out);
            writeExtension(out, chunkTableEnd - plan.end());
            BlobTable.writeSlots(image.blobs(), size, out);
            out.upTo(blobTable);
            BlobTable.writeRows(image.blobs(), out);
            for (long inode : image.prefetch()) {
                out.u32(plan.nid(inode));
            }
        }
        return size;
    }

    /** Returns the end of the chunk table. */
    private long writeInodes() throws IOException {
        try (Stretch inodes = new Stretch(file, plan.offset(0));
                Stretch blocks = new Stretch(file, plan.blocksStart());
                Stretch chunkTable = new Stretch(file, plan.end())) {
            InodeWriter writer =
                    new InodeWriter(image.tree(), plan, image.chunkSize(), inodes, blocks, new ChunkTable(chunkTable));
            NameOrder.visit(image.tree(), writer);
            inodes.upTo(plan.blocksStart());
            return chunkTable.position();
        }
    }

    private void writeSuperblock(Stretch out) throws IOException {
        out.u32(MAGIC)
                .u32(0)
                .u32(COMPAT_RAFS_V6)
                .u8(BLOCK_BITS)
                .u8(0)
                .u16((int) plan.nid(image.tree().root()))
                .u64(plan.names())
                .u64(0)
                .u32(0)
                .u32(image.blobs().stream().mapToLong(BlobTable::blocks).sum())
                .u32(plan.metaOffset() >>> BLOCK_BITS)
                .u32(0)
                .zeros(SB_FEATURE_INCOMPAT - SB_UUID)
                .u32(INCOMPAT_RAFS_V6)
                .u16(0)
                .u16(image.blobs().size())
                .u16(FIRST_SLOT)
                .zeros(SUPERBLOCK_SIZE - SB_RESERVED);
    }

    private void writeExtension(Stretch out, long chunkTableSize) throws IOException {
        int prefetch = image.prefetch().size() * PREFETCH_ENTRY_SIZE;
        out.u64(image.flags(plan.hasXattrs()))
                .u64(blobTable)
                .u32((long) image.blobs().size() * BLOB_SIZE)
                .u32(image.chunkSize())
                .u64(plan.end())
                .u64(chunkTableSize)
                .u64(prefetch == 0 ? 0 : prefetchTable)
                .u32(prefetch)
                .zeros(EXT_SUPERBLOCK_SIZE - EXT_PADDING);
    }
}

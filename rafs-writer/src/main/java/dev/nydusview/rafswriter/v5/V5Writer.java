package dev.nydusview.rafswriter.v5;

import static dev.nydusview.rafs.layout.V5Layout.*;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafswriter.output.Stretch;
import dev.nydusview.rafswriter.tree.NameOrder;
import dev.nydusview.rafswriter.tree.NewImage;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Writes a v5 bootstrap. The tree is walked twice, and never held.
 *
 * <pre>
 * | superblock | inode table | prefetch table | blob table | extended blob table | records |
 * </pre>
 */
public final class V5Writer {
    private final NewImage image;
    private final FileChannel file;
    private final Plan plan;
    private final boolean extended;
    private final long prefetchTable;
    private final long blobTable;
    private final long extendedBlobTable;
    private final long records;

    private V5Writer(NewImage image, FileChannel file) throws IOException {
        this.image = image;
        this.file = file;
        this.plan = Plan.of(image);
        this.extended = BlobTable.hasExtension(image.blobs());
        this.prefetchTable = aligned(SUPERBLOCK_SIZE + (long) plan.names() * INODE_TABLE_ENTRY_SIZE);
        this.blobTable = aligned(prefetchTable + (long) image.prefetch().size() * PREFETCH_ENTRY_SIZE);
        this.extendedBlobTable = aligned(blobTable + BlobTable.size(image.blobs()));
        this.records = extendedBlobTable + (extended ? (long) image.blobs().size() * EXT_BLOB_SIZE : 0);
    }

    /** Writes {@code image} to {@code file}, which is empty; returns the size. */
    public static long write(NewImage image, FileChannel file) throws IOException {
        return new V5Writer(image, file).write();
    }

    private long write() throws IOException {
        long size = records + plan.recordBytes();
        if (size / ALIGNMENT >= MAX_INODE_TABLE_VALUE) {
            throw new UnsupportedFeatureException("metadata of " + size + " bytes does not fit into a v5 image");
        }
        try (Stretch out = new Stretch(file, 0)) {
            writeSuperblock(out);
            for (int place = 0; place < plan.names(); place++) {
                out.u32(records / ALIGNMENT + plan.units(place));
            }
            out.upTo(prefetchTable);
            for (long inode : image.prefetch()) {
                out.u32(plan.number(inode));
            }
            out.upTo(blobTable);
            BlobTable.write(image.blobs(), out);
            out.upTo(extendedBlobTable);
            if (extended) {
                BlobTable.writeExtension(image.blobs(), out);
            }
            NameOrder.visit(image.tree(), new RecordWriter(image.tree(), plan, image.chunkSize(), out));
        }
        return size;
    }

    private void writeSuperblock(Stretch out) throws IOException {
        int prefetch = image.prefetch().size();
        out.u32(MAGIC)
                .u32(VERSION_5)
                .u32(SUPERBLOCK_SIZE)
                .u32(image.chunkSize())
                .u64(image.flags(plan.hasXattrs()))
                .u64(plan.files())
                .u64(SUPERBLOCK_SIZE)
                .u64(prefetchTable)
                .u64(blobTable)
                .u32(plan.names())
                .u32(prefetch)
                .u32(extendedBlobTable - blobTable)
                .u32(extended ? image.blobs().size() : 0)
                .u64(extended ? extendedBlobTable : 0)
                .zeros(SUPERBLOCK_SIZE - SB_RESERVED);
    }
}

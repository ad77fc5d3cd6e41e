package dev.nydusview.rafswriter.v6;

import static dev.nydusview.rafs.layout.V6Layout.*;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafswriter.output.Stretch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The blob table, and the device slots, in which a kernel looks for blobs. */
final class BlobTable {
    private BlobTable() {}

    static void requireFits(List<BlobInfo> blobs) throws UnsupportedFeatureException {
        if (blobs.size() > MAX_BLOBS) {
            throw new UnsupportedFeatureException("an image of " + blobs.size()
                    + " blobs does not fit into a v6 image, which has at most " + MAX_BLOBS);
        }
        for (BlobInfo blob : blobs) {
            if (blob.has(BlobFeature.TARFS)) {
                throw new UnsupportedFeatureException("the data of blob " + blob.id()
                        + " is a tar, which is not supported in images that are written");
            }
        }
    }

    static void writeRows(List<BlobInfo> blobs, Stretch out) throws IOException {
        for (BlobInfo blob : blobs) {
            writeRow(blob, out);
        }
    }

    private static void writeRow(BlobInfo blob, Stretch out) throws IOException {
        BlobInfo.MetaSection meta = blob.meta();
        BlobInfo.V6BlobFields fields = blob.v6Fields();
        out.padded(id(blob), B_ID_LENGTH)
                .u32(blob.index())
                .u32(blob.chunkSize())
                .u32(blob.chunkCount())
                .u32(blob.compressor().code())
                .u32(blob.digester().code())
                .u32(BlobFeature.encode(blob.features()))
                .u64(blob.compressedSize())
                .u64(blob.uncompressedSize())
                .u32(fields.tocSize())
                .u32(meta.compressor().code())
                .u64(meta.offset())
                .u64(meta.compressedSize())
                .u64(meta.uncompressedSize())
                .digest(fields.tocDigest())
                .digest(fields.metaDigest())
                .u64(fields.metaSize())
                .u64(fields.cipherIv())
                .u32(fields.cipher().code())
                .zeros(BLOB_SIZE - B_RESERVED);
    }

    /** @param bootstrapSize behind which the blobs are mapped, one after the other */
    static void writeSlots(List<BlobInfo> blobs, long bootstrapSize, Stretch out) throws IOException {
        long mapped = bootstrapSize;
        for (BlobInfo blob : blobs) {
            mapped = Plan.aligned(mapped, DEVICE_ALIGNMENT);
            out.padded(id(blob), B_ID_LENGTH)
                    .u32(blocks(blob))
                    .u32(mapped >>> BLOCK_BITS)
                    .zeros(DEVICE_SLOT_SIZE - DS_RESERVED);
            mapped += blocks(blob) << BLOCK_BITS;
        }
    }

    static long blocks(BlobInfo blob) {
        return blob.uncompressedSize() >>> BLOCK_BITS;
    }

    private static byte[] id(BlobInfo blob) {
        return blob.id().getBytes(StandardCharsets.ISO_8859_1);
    }
}

package dev.nydusview.rafswriter.v5;

import static dev.nydusview.rafs.layout.V5Layout.*;

import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafswriter.output.Stretch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The blob table and its extension, which old images do not have. */
final class BlobTable {
    private BlobTable() {}

    /** Bytes of the table, without what is behind it. */
    static long size(List<BlobInfo> blobs) {
        long size = 0;
        for (BlobInfo blob : blobs) {
            size += BLOB_ID + blob.id().length() + 1;
        }
        return Math.max(0, size - 1);
    }

    static void write(List<BlobInfo> blobs, Stretch out) throws IOException {
        for (BlobInfo blob : blobs) {
            out.zeros(blob.index() == 0 ? 0 : 1)
                    .u32(blob.readaheadOffset())
                    .u32(blob.readaheadSize())
                    .bytes(blob.id().getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    static boolean hasExtension(List<BlobInfo> blobs) {
        return blobs.stream()
                .anyMatch(blob -> blob.chunkCount() > 0
                        || blob.uncompressedSize() > 0
                        || !blob.features().isEmpty());
    }

    static void writeExtension(List<BlobInfo> blobs, Stretch out) throws IOException {
        for (BlobInfo blob : blobs) {
            out.u32(blob.chunkCount())
                    .u32(BlobFeature.encode(blob.features()))
                    .u64(blob.uncompressedSize())
                    .u64(blob.compressedSize())
                    .zeros(EXT_BLOB_SIZE - EXT_RESERVED);
        }
    }
}

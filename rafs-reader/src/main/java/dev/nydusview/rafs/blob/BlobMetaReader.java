package dev.nydusview.rafs.blob;

import static dev.nydusview.rafs.layout.BlobMetaLayout.*;

import dev.nydusview.rafs.BlobFeature;
import dev.nydusview.rafs.BlobInfo;
import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.UnsupportedFeatureException;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.codec.Decompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Finds a blob's chunk index: beside the bootstrap if it came with it, else at the tail of the blob itself. */
public final class BlobMetaReader {
    private static final Set<BlobFeature> UNSUPPORTED =
            EnumSet.of(BlobFeature.SEPARATE, BlobFeature.ENCRYPTED, BlobFeature.TARFS, BlobFeature.EXTERNAL);

    /** Beyond any chunk index, as neighbouring entries differ in most of their bytes. */
    private static final int MAX_RATIO = 1024;

    private final Map<String, ByteBuffer> files;
    private final BlobSource blobs;

    /** @param files chunk indexes that came with the bootstrap, by blob id, as {@code blob.meta} files */
    public BlobMetaReader(Map<String, ByteBuffer> files, BlobSource blobs) {
        this.files = Map.copyOf(files);
        this.blobs = blobs;
    }

    public BlobMeta read(BlobInfo blob) throws IOException {
        for (BlobFeature feature : UNSUPPORTED) {
            if (blob.has(feature)) {
                throw new UnsupportedFeatureException(
                        "blob " + blob.id() + " has feature " + feature + ", whose data is not supported");
            }
        }
        checkSize(blob);
        ByteBuffer file = files.get(blob.id());
        return file != null ? BlobMeta.ofFile(blob, Bytes.of("blob.meta of " + blob.id(), file)) : readTail(blob);
    }

    private BlobMeta readTail(BlobInfo blob) throws IOException {
        BlobInfo.MetaSection meta = blob.meta();
        int stored = (int) meta.compressedSize();
        ByteBuffer tail = blobs.read(blob.id(), meta.offset(), stored + HEADER_SIZE);
        byte[] entries =
                Decompressor.decompress(meta.compressor(), tail.slice(0, stored), (int) meta.uncompressedSize());
        Bytes header = Bytes.of("blob.meta header", tail.slice(stored, HEADER_SIZE));
        return BlobMeta.of(blob, Bytes.of("blob.meta entries", ByteBuffer.wrap(entries)), header);
    }

    /** Batched blobs have a table behind their entries, all others the entries alone. */
    private static void checkSize(BlobInfo blob) throws RafsFormatException {
        BlobInfo.MetaSection meta = blob.meta();
        long entries = (long) blob.chunkCount() * (blob.has(BlobFeature.CHUNK_INFO_V2) ? V2_ENTRY_SIZE : V1_ENTRY_SIZE);
        boolean exact = !blob.has(BlobFeature.BATCH) && !blob.has(BlobFeature.IS_CHUNKDICT_GENERATED);
        long size = meta.uncompressedSize();
        if (exact ? size != entries : size < entries && !blob.has(BlobFeature.IS_CHUNKDICT_GENERATED)) {
            throw new RafsFormatException("chunk index of blob " + blob.id() + " has " + size + " bytes for "
                    + blob.chunkCount() + " chunks");
        }
        if (meta.compressedSize() > size
                || size > meta.compressedSize() * MAX_RATIO
                || meta.compressedSize() > Integer.MAX_VALUE - HEADER_SIZE) {
            throw new RafsFormatException("chunk index of blob " + blob.id() + " claims to decompress from "
                    + meta.compressedSize() + " to " + size + " bytes");
        }
    }
}

package dev.nydusview.rafs.blob;

import static dev.nydusview.rafs.layout.BlobMetaLayout.*;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.codec.Decompressor;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.RafsFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a blob's chunk indexes: the copy beside the bootstrap, if there is one, and the index at the tail of the blob
 * itself or, if the data is in a layer of another format, in a separate blob. {@link ChunkIndex} chooses between them.
 */
public final class BlobMetaReader {
    /** Features of blobs whose index holds more than one entry a chunk. */
    private static final Set<BlobFeature> LONGER =
            EnumSet.of(BlobFeature.BATCH, BlobFeature.ZRAN, BlobFeature.ENCRYPTED);

    /** Beyond any chunk index, as neighbouring entries differ in most of their bytes. */
    private static final int MAX_RATIO = 1024;

    private final Map<String, ByteBuffer> files;
    private final BlobSource blobs;
    private final @Nullable String bootstrapBlob;

    /**
     * @param files chunk indexes that came with the bootstrap, by the id of the blob that they are of, or that they
     *     were taken from, as {@code blob.meta} files
     * @param bootstrapBlob id of the blob that the bootstrap was taken from; null if it came alone
     */
    public BlobMetaReader(Map<String, ByteBuffer> files, BlobSource blobs, @Nullable String bootstrapBlob) {
        this.files = Map.copyOf(files);
        this.blobs = blobs;
        this.bootstrapBlob = bootstrapBlob;
    }

    /**
     * Returns the copy that came with the bootstrap; null if there is none. Corrupt if it is incomplete or about
     * another blob; {@link #stored} is the authoritative index.
     */
    public @Nullable BlobMeta copy(BlobInfo blob) throws IOException {
        checkRow(blob);
        String holder = holder(blob);
        ByteBuffer file = holder == null ? null : files.get(holder);
        file = file == null ? files.get(blob.id()) : file;
        return file == null ? null : BlobMeta.ofFile(blob, Bytes.of("blob.meta of " + blob.id(), file));
    }

    /** Returns the index at the tail of the blob, or in a separate blob. It is read twice before it is called damaged. */
    public BlobMeta stored(BlobInfo blob) throws IOException {
        checkRow(blob);
        String holder = holder(blob);
        if (holder == null) {
            throw new UnsupportedFeatureException("the chunk index of blob " + blob.id()
                    + " is in another blob, which the bootstrap does not name, as nydusify optimize leaves images "
                    + "over OCI layers: optimize a native Nydus image instead");
        }
        try {
            return readTail(blob, holder);
        } catch (CorruptDataException e) {
            blobs.distrust(holder);
        }
        try {
            return readTail(blob, holder);
        } catch (RafsFormatException e) {
            throw new RafsFormatException("the chunk index of blob " + blob.id() + ", at offset 0x"
                    + Long.toHexString(blob.meta().offset()) + " of " + holder + ", is damaged: " + e.getMessage());
        }
    }

    /** Notes that the index of {@link #stored} is wrong, though it could be read. */
    void distrust(BlobInfo blob) {
        String holder = holder(blob);
        if (holder != null) {
            blobs.distrust(holder);
        }
    }

    /** Throws if the blob can have no index that would be read. */
    static void checkRow(BlobInfo blob) throws IOException {
        blob.requireData();
        checkSize(blob);
    }

    /** The blob that holds the index; null if the row names none. */
    private @Nullable String holder(BlobInfo blob) {
        if (!blob.has(BlobFeature.SEPARATE)) {
            return blob.id();
        }
        boolean inlined = blob.has(BlobFeature.INLINED_FS_META) && bootstrapBlob != null;
        if (inlined) {
            return bootstrapBlob;
        }
        Digest named = blob.v6Fields().metaDigest();
        return named.isZero() ? null : named.toString();
    }

    private BlobMeta readTail(BlobInfo blob, String holder) throws IOException {
        BlobInfo.MetaSection meta = blob.meta();
        int stored = (int) meta.compressedSize();
        ByteBuffer tail = blobs.read(holder, meta.offset(), stored + HEADER_SIZE);
        ByteBuffer index = decrypted(blob, tail.slice(0, stored));
        ByteBuffer header = decrypted(blob, tail.slice(stored, HEADER_SIZE));
        byte[] entries = Decompressor.decompress(meta.compressor(), index, (int) meta.uncompressedSize());
        return BlobMeta.of(
                blob, Bytes.of("blob.meta entries", ByteBuffer.wrap(entries)), Bytes.of("blob.meta header", header));
    }

    private static ByteBuffer decrypted(BlobInfo blob, ByteBuffer unit) throws UnsupportedFeatureException {
        if (!blob.has(BlobFeature.ENCRYPTED)) {
            return unit;
        }
        byte[] bytes = new byte[unit.remaining()];
        unit.get(bytes);
        return ByteBuffer.wrap(BlobCipher.of(blob).decrypt(bytes, -1));
    }

    private static void checkSize(BlobInfo blob) throws RafsFormatException {
        BlobInfo.MetaSection meta = blob.meta();
        long entries = (long) blob.chunkCount() * (blob.has(BlobFeature.CHUNK_INFO_V2) ? V2_ENTRY_SIZE : V1_ENTRY_SIZE);
        boolean longer = LONGER.stream().anyMatch(blob::has);
        boolean any = blob.has(BlobFeature.IS_CHUNKDICT_GENERATED);
        long size = meta.uncompressedSize();
        if (!any && (longer ? size < entries : size != entries)) {
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

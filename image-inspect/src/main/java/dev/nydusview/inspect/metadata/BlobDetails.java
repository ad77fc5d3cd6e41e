package dev.nydusview.inspect.metadata;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.CipherAlgorithm;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row of the blob table, without the key material of encrypted blobs.
 *
 * @param recordedId the id as the bootstrap spells it, which is a placeholder where the bootstrap is part of the blob
 * @param size bytes of the blob, as recorded
 * @param dataSize bytes of stored chunks
 * @param uncompressedSize bytes of the uncompressed address space
 * @param mappedBlock first block of the blob in the address space that a kernel sees (v6)
 * @param metaOffset first byte of the chunk index in the blob (v6)
 * @param metaBlobDigest hash of the blob with the chunk index, where that is a blob of its own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BlobDetails(
        int index,
        String id,
        String recordedId,
        long size,
        long dataSize,
        long uncompressedSize,
        long mappedBlock,
        List<String> features,
        String compressor,
        String digester,
        String cipher,
        int chunkSize,
        int chunks,
        long readaheadOffset,
        long readaheadSize,
        String metaCompressor,
        long metaOffset,
        long metaCompressedSize,
        long metaUncompressedSize,
        String tocDigest,
        long tocSize,
        @Nullable String metaBlobDigest,
        @Nullable Long metaBlobSize) {

    /** Returns all rows, by index. */
    public static List<BlobDetails> of(RafsImage image) {
        return image.blobs().stream().map(BlobDetails::of).toList();
    }

    private static BlobDetails of(BlobInfo blob) {
        boolean secret = blob.v6Fields().cipher() != CipherAlgorithm.NONE;
        return new BlobDetails(
                blob.index(),
                blob.id(),
                blob.recordedId(),
                blob.compressedSize(),
                blob.storedDataSize(),
                blob.uncompressedSize(),
                blob.v6Fields().mappedBlock(),
                blob.features().stream().map(BlobFeature::name).toList(),
                blob.compressor().toString(),
                blob.digester().toString(),
                blob.v6Fields().cipher().name().toLowerCase(Locale.ROOT),
                blob.chunkSize(),
                blob.chunkCount(),
                blob.readaheadOffset(),
                blob.readaheadSize(),
                blob.meta().compressor().toString(),
                blob.meta().offset(),
                blob.meta().compressedSize(),
                blob.meta().uncompressedSize(),
                blob.v6Fields().tocDigest().toString(),
                Integer.toUnsignedLong(blob.v6Fields().tocSize()),
                secret ? null : blob.v6Fields().metaDigest().toString(),
                secret ? null : blob.v6Fields().metaSize());
    }
}

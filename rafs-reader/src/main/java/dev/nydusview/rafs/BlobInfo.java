package dev.nydusview.rafs;

import dev.nydusview.rafs.codec.Compressor;
import java.util.Set;

/**
 * One row of the blob table.
 *
 * @param index its place in the table
 * @param id as the table spells it: 64 hexadecimal digits of its SHA-256 in images from a registry
 * @param chunkCount number of chunks; 0 if a v5 image does not say
 * @param compressedSize bytes stored, as recorded: not always the length of the blob
 * @param uncompressedSize bytes of its uncompressed address space; 0 if a v5 image does not say
 * @param readaheadOffset first byte that the builder wants fetched early (v5)
 * @param readaheadSize bytes that the builder wants fetched early (v5)
 * @param meta where its chunk index is stored (v6 only)
 */
public record BlobInfo(
        int index,
        String id,
        Set<BlobFeature> features,
        Compressor compressor,
        int chunkSize,
        int chunkCount,
        long compressedSize,
        long uncompressedSize,
        long readaheadOffset,
        long readaheadSize,
        MetaSection meta) {

    /** Bounds on what a blob table row may say, so that offsets can be added without overflow. */
    public static final long MAX_COMPRESSED_SIZE = 1L << 40;

    public static final long MAX_UNCOMPRESSED_SIZE = 1L << 44;
    public static final int MAX_CHUNK_COUNT = 1 << 24;

    /**
     * The section of a blob that says where its chunks are stored: {@code compressedSize} bytes of chunk
     * information, then a header of 4096 bytes.
     */
    public record MetaSection(Compressor compressor, long offset, long compressedSize, long uncompressedSize) {
        /** Of a blob without one. */
        public static final MetaSection NONE = new MetaSection(Compressor.NONE, 0, 0, 0);
    }

    public boolean has(BlobFeature feature) {
        return features.contains(feature);
    }
}

package dev.nydusview.rafs.model;

import dev.nydusview.base.UnsupportedFeatureException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * One row of the blob table.
 *
 * @param index place of the blob in the table
 * @param id as the table spells it: 64 hexadecimal digits of its SHA-256 in images from a registry
 * @param recordedId the same, except for a blob that the bootstrap was taken from, whose name a builder cannot know
 * @param digester of the blob's chunks: in v6 what its own row says, which need not be what the superblock says
 * @param chunkCount number of chunks; 0 if a v5 image does not say
 * @param compressedSize bytes stored, as recorded: not always the length of the blob
 * @param uncompressedSize bytes of its uncompressed address space; 0 if a v5 image does not say
 * @param readaheadOffset first byte that the builder wants fetched early (v5)
 * @param readaheadSize bytes that the builder wants fetched early (v5)
 * @param meta where its chunk index is stored (v6 only)
 * @param v6Fields those of the row that only v6 has
 */
public record BlobInfo(
        int index,
        String id,
        String recordedId,
        Set<BlobFeature> features,
        Compressor compressor,
        DigestAlgorithm digester,
        int chunkSize,
        int chunkCount,
        long compressedSize,
        long uncompressedSize,
        long readaheadOffset,
        long readaheadSize,
        MetaSection meta,
        V6BlobFields v6Fields) {

    /** Bounds of a blob table row, so that offsets can be added without overflow. */
    public static final long MAX_COMPRESSED_SIZE = 1L << 40;

    public static final long MAX_UNCOMPRESSED_SIZE = 1L << 44;
    public static final int MAX_CHUNK_COUNT = 1 << 24;

    private static final int TAR_HEADER = 512;

    /**
     * The section of a blob that says where its chunks are stored: {@code compressedSize} bytes of chunk
     * information, then a header of 4096 bytes.
     */
    public record MetaSection(Compressor compressor, long offset, long compressedSize, long uncompressedSize) {
        /** Section of a blob without a chunk index. */
        public static final MetaSection NONE = new MetaSection(Compressor.NONE, 0, 0, 0);
    }

    /**
     * Fields of a blob table row that only v6 has.
     *
     * @param tocDigest of the blob's table of contents, of {@code tocSize} bytes; zero if there is none
     * @param metaDigest name of the separate blob that holds the chunk index; the key where the blob is encrypted
     * @param metaSize bytes of that blob; part of the initialization vector where the blob is encrypted
     * @param cipherIv the other part
     * @param mappedBlock first block of its place in the address space that a kernel sees; 0 if the bootstrap has none
     */
    public record V6BlobFields(
            int tocSize,
            Digest tocDigest,
            Digest metaDigest,
            long metaSize,
            CipherAlgorithm cipher,
            long cipherIv,
            long mappedBlock) {
        /** Fields of a blob that has none of them. */
        public static final V6BlobFields NONE =
                new V6BlobFields(0, Digest.ZERO, Digest.ZERO, 0, CipherAlgorithm.NONE, 0, 0);

        /** Returns the key, of 32 bytes. */
        public byte[] cipherKey() {
            return metaDigest.toBytes();
        }

        /** Returns the initialization vector, of 16 bytes. */
        public byte[] initializationVector() {
            return ByteBuffer.allocate(2 * Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(metaSize)
                    .putLong(cipherIv)
                    .array();
        }

        /** Describes the blob without the key. */
        @Override
        public String toString() {
            return "V6BlobFields[tocSize=" + tocSize + ", cipher=" + cipher + "]";
        }
    }

    /** The same blob under another name. */
    public BlobInfo withId(String otherId) {
        return with(index, otherId);
    }

    /** The same blob in another table. */
    public BlobInfo withIndex(int otherIndex) {
        return with(otherIndex, id);
    }

    private BlobInfo with(int otherIndex, String otherId) {
        return new BlobInfo(
                otherIndex,
                otherId,
                recordedId,
                features,
                compressor,
                digester,
                chunkSize,
                chunkCount,
                compressedSize,
                uncompressedSize,
                readaheadOffset,
                readaheadSize,
                meta,
                v6Fields);
    }

    /** Bytes of stored chunks alone, without what is around them: a tar header, the chunk index, the bootstrap. */
    public long storedDataSize() {
        if (has(BlobFeature.SEPARATE)) {
            return compressedSize;
        }
        long end = meta.offset() == 0 ? compressedSize : meta.offset();
        return Math.max(0, end - (has(BlobFeature.HAS_TAR_HEADER) ? TAR_HEADER : 0));
    }

    /** Throws if the blob is {@link BlobFeature#EXTERNAL}, so that no byte of its data can be read. */
    public void requireData() throws UnsupportedFeatureException {
        if (has(BlobFeature.EXTERNAL)) {
            throw new UnsupportedFeatureException("the data of blob " + id
                    + " is external: it lies outside of the image's blobs, which is not supported");
        }
    }

    /**
     * Tests whether a v6 row has the offset of the chunk index. The row of a blob that {@code nydusify optimize} adds
     * has 0 there, where the first chunk is stored; the chunk table locates the chunks of such a blob.
     */
    public boolean hasChunkIndex() {
        return meta.offset() != 0 || has(BlobFeature.SEPARATE) || chunkCount == 0;
    }

    public boolean has(BlobFeature feature) {
        return features.contains(feature);
    }
}

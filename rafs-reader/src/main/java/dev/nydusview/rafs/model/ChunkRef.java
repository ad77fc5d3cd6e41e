package dev.nydusview.rafs.model;

import org.jspecify.annotations.Nullable;

/**
 * A chunk of a file, as the bootstrap describes it.
 *
 * @param blobIndex which of {@link ImageMetadata#blobs} holds it
 * @param index its number in that blob, 0 to 2^24 - 1
 * @param fileOffset where its first byte stands in the file
 * @param size bytes once decompressed, 1 to 16 MiB
 * @param uncompressedOffset its place in the blob's uncompressed address space
 * @param digest of the decompressed bytes, by one of {@code RafsImage.digesters}
 * @param stored where it is stored in the blob, if the bootstrap says so itself (v5, and blobs without a chunk index);
 *     else the blob's meta does
 */
public record ChunkRef(
        int blobIndex,
        int index,
        long fileOffset,
        int size,
        long uncompressedOffset,
        Digest digest,
        @Nullable ChunkLocation stored) {}

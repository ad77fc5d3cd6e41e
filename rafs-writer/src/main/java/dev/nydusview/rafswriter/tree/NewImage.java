package dev.nydusview.rafswriter.tree;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.Compressor;
import dev.nydusview.rafs.model.DigestAlgorithm;
import dev.nydusview.rafs.model.FormatVersion;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RafsFlag;
import dev.nydusview.rafs.model.RafsFormatException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An image of which a bootstrap is written.
 *
 * @param chunkSize bytes of file data a chunk, the last one of a file apart
 * @param compressor what the superblock names; each blob has its own
 * @param digester what the superblock names: in v5 the algorithm of all chunks, in v6 each blob has its own
 * @param blobs rows of the blob table, by blob index
 * @param tree its files, whose chunks are in {@code blobs}; sizes and link counts of directories, and link counts of files,
 *     are counted anew
 * @param prefetch numbers of the inodes of {@code tree} that are worth fetching early
 */
public record NewImage(
        FormatVersion version,
        int chunkSize,
        Compressor compressor,
        DigestAlgorithm digester,
        List<BlobInfo> blobs,
        InodeTree tree,
        List<Long> prefetch) {

    /** Returns what {@code image} was written from. */
    public static NewImage of(RafsImage image) throws RafsFormatException {
        return new NewImage(
                image.superblock().version(),
                image.superblock().chunkSize(),
                image.superblock().compressor(),
                image.superblock().digester(),
                image.blobs(),
                image.tree(),
                Arrays.stream(image.prefetch().inodes()).boxed().toList());
    }

    /** Returns the flags of the superblock, for files of which some have extended attributes or none has. */
    public long flags(boolean xattrs) {
        Set<RafsFlag> flags = EnumSet.of(
                RafsFlag.EXPLICIT_UID_GID,
                switch (compressor) {
                    case NONE -> RafsFlag.COMPRESSION_NONE;
                    case LZ4_BLOCK -> RafsFlag.COMPRESSION_LZ4;
                    case GZIP -> RafsFlag.COMPRESSION_GZIP;
                    case ZSTD -> RafsFlag.COMPRESSION_ZSTD;
                },
                digester == DigestAlgorithm.BLAKE3 ? RafsFlag.HASH_BLAKE3 : RafsFlag.HASH_SHA256,
                blobs.stream().anyMatch(blob -> blob.has(BlobFeature.ENCRYPTED))
                        ? RafsFlag.ENCRYPTION_ASE_128_XTS
                        : RafsFlag.ENCRYPTION_NONE);
        if (xattrs) {
            flags.add(RafsFlag.HAS_XATTR);
        }
        if (!blobs.isEmpty() && blobs.stream().allMatch(blob -> blob.has(BlobFeature.INLINED_CHUNK_DIGEST))) {
            flags.add(RafsFlag.INLINED_CHUNK_DIGEST);
        }
        return flags.stream().mapToLong(RafsFlag::bit).reduce(0, (some, bit) -> some | bit);
    }

    /** Returns the same image with nothing to fetch early. */
    public NewImage withoutPrefetch() {
        return new NewImage(version, chunkSize, compressor, digester, blobs, tree, List.of());
    }

    /** Returns the same image with other files. */
    public NewImage with(InodeTree otherTree, List<BlobInfo> otherBlobs) {
        return new NewImage(version, chunkSize, compressor, digester, otherBlobs, otherTree, prefetch);
    }
}

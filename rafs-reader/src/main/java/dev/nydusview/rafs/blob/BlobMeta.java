package dev.nydusview.rafs.blob;

import static dev.nydusview.rafs.layout.BlobMetaLayout.*;

import dev.nydusview.rafs.BlobFeature;
import dev.nydusview.rafs.BlobInfo;
import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.UnsupportedFeatureException;
import dev.nydusview.rafs.bytes.Bytes;

/**
 * The chunk index of one v6 blob: where each of its chunks is stored. Read in place; its entries are bit fields in
 * 16 bytes (V1) or 24 (V2).
 */
public final class BlobMeta {
    private final BlobInfo blob;
    private final Bytes entries;
    private final boolean v2;

    private BlobMeta(BlobInfo blob, Bytes entries) {
        this.blob = blob;
        this.entries = entries;
        this.v2 = blob.has(BlobFeature.CHUNK_INFO_V2);
    }

    /**
     * A chunk index with its header behind it, as converters put it beside the bootstrap: entries, zeros up to a
     * multiple of 4096, header.
     */
    static BlobMeta ofFile(BlobInfo blob, Bytes file) throws RafsFormatException {
        Bytes header = file.at("blob.meta header", file.length() - HEADER_SIZE, HEADER_SIZE);
        return of(blob, file, header);
    }

    /** A chunk index and its header, both as a blob stores them once decompressed. */
    static BlobMeta of(BlobInfo blob, Bytes decompressed, Bytes header) throws RafsFormatException {
        checkHeader(blob, header);
        return new BlobMeta(
                blob, decompressed.at("blob.meta entries", 0, blob.meta().uncompressedSize()));
    }

    /** Features are not compared: the header of a merged image keeps some that its blob table has dropped. */
    private static void checkHeader(BlobInfo blob, Bytes header) throws RafsFormatException {
        if (header.i32(H_MAGIC) != MAGIC || header.i32(H_MAGIC2) != MAGIC) {
            throw header.fault("has not both magic numbers, for blob " + blob.id());
        }
        BlobInfo.MetaSection meta = blob.meta();
        boolean same = header.u32(H_CI_COMPRESSOR) == meta.compressor().code()
                && header.i64(H_CI_OFFSET) == meta.offset()
                && header.i64(H_CI_COMPRESSED_SIZE) == meta.compressedSize()
                && header.i64(H_CI_UNCOMPRESSED_SIZE) == meta.uncompressedSize()
                && (header.u32(H_CI_ENTRIES) == blob.chunkCount() || blob.has(BlobFeature.IS_CHUNKDICT_GENERATED));
        if (!same) {
            throw header.fault("does not agree with the bootstrap's blob table, for blob " + blob.id());
        }
    }

    /** Where {@code chunk} is stored; corrupt if the entry is not about that chunk. */
    public ChunkLocation locate(ChunkRef chunk) throws RafsFormatException, UnsupportedFeatureException {
        int size = v2 ? V2_ENTRY_SIZE : V1_ENTRY_SIZE;
        Bytes entry = entries.at("blob.meta entry", (long) chunk.index() * size, size);
        long uncompressed = entry.i64(UNCOMPRESSED_WORD);
        long compressed = entry.i64(COMPRESSED_WORD);
        return v2 ? locateV2(chunk, entry, uncompressed, compressed) : locateV1(chunk, entry, uncompressed, compressed);
    }

    private static ChunkLocation locateV1(ChunkRef chunk, Bytes entry, long uncompressed, long compressed)
            throws RafsFormatException {
        int plainSize = v1Size(uncompressed, V1_UNCOMPRESSED_SIZE_HIGH_SHIFT);
        int storedSize = v1Size(compressed, V1_COMPRESSED_SIZE_HIGH_SHIFT);
        checkSame(chunk, entry, uncompressed & V1_UNCOMPRESSED_OFFSET_MASK, plainSize);
        return new ChunkLocation(compressed & COMPRESSED_OFFSET_MASK, storedSize, storedSize != plainSize);
    }

    private static int v1Size(long word, int highShift) {
        int low = (int) (word >>> V1_SIZE_LOW_SHIFT);
        int high = (int) (word >>> highShift) & V1_SIZE_HIGH_MASK;
        return (high << V1_SIZE_LOW_BITS | low) + 1;
    }

    private ChunkLocation locateV2(ChunkRef chunk, Bytes entry, long uncompressed, long compressed)
            throws RafsFormatException, UnsupportedFeatureException {
        int flags = (int) (uncompressed >>> V2_FLAGS_SHIFT);
        if ((flags & (V2_FLAG_ZRAN | V2_FLAG_BATCH | V2_FLAG_ENCRYPTED)) != 0) {
            throw new UnsupportedFeatureException("chunk " + chunk.index() + " of blob " + blob.id() + " is stored "
                    + describe(flags) + ", which is not supported");
        }
        int plainSize = ((int) (uncompressed >>> V2_UNCOMPRESSED_SIZE_SHIFT) & V2_SIZE_MASK) + 1;
        int storedSize = (int) (compressed >>> V2_COMPRESSED_SIZE_SHIFT) & V2_SIZE_MASK;
        long offset = (uncompressed & V2_UNCOMPRESSED_BLOCK_MASK) << V2_UNCOMPRESSED_BLOCK_BITS;
        checkSame(chunk, entry, offset, plainSize);
        if (storedSize == 0) {
            throw entry.fault("chunk " + chunk.index() + " has no stored bytes");
        }
        return new ChunkLocation(compressed & COMPRESSED_OFFSET_MASK, storedSize, (flags & V2_FLAG_COMPRESSED) != 0);
    }

    private static String describe(int flags) {
        if ((flags & V2_FLAG_ZRAN) != 0) {
            return "in a gzip layer (zran)";
        }
        return (flags & V2_FLAG_ENCRYPTED) != 0 ? "encrypted" : "in a batch";
    }

    private static void checkSame(ChunkRef chunk, Bytes entry, long uncompressedOffset, int plainSize)
            throws RafsFormatException {
        if (uncompressedOffset != chunk.uncompressedOffset() || plainSize != chunk.size()) {
            throw entry.fault("is of a chunk of " + plainSize + " bytes at 0x" + Long.toHexString(uncompressedOffset)
                    + ", not of " + chunk.size() + " bytes at 0x" + Long.toHexString(chunk.uncompressedOffset()));
        }
    }
}

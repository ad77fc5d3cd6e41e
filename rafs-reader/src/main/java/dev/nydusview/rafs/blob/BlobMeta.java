package dev.nydusview.rafs.blob;

import static dev.nydusview.rafs.layout.BlobMetaLayout.*;

import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.StoredForm;
import java.util.ArrayList;
import java.util.List;

/** The chunk index of one v6 blob: where each of its chunks is stored. Read in place. */
public final class BlobMeta {
    /** Upper bound for chunks in one context; only a malicious index exceeds it. */
    private static final int MAX_NEIGHBOURS = 1 << 14;

    private final BlobInfo blob;
    private final BlobMetaEntries entries;
    private final SharedContexts contexts;

    private BlobMeta(BlobInfo blob, BlobMetaEntries entries, SharedContexts contexts) {
        this.blob = blob;
        this.entries = entries;
        this.contexts = contexts;
    }

    /**
     * Reads a chunk index with its header behind it, as converters put it beside the bootstrap: entries, zeros up to a
     * multiple of 4096, header. Corrupt if it is incomplete, as some converters leave it, or an entry points outside of
     * the blob.
     */
    static BlobMeta ofFile(BlobInfo blob, Bytes file) throws RafsFormatException {
        long size = blob.meta().uncompressedSize();
        long padded = (size + HEADER_SIZE - 1) & -HEADER_SIZE;
        if (file.length() != padded + HEADER_SIZE) {
            throw file.fault(
                    "is incomplete: " + file.length() + " bytes, not " + (padded + HEADER_SIZE) + " with the header");
        }
        BlobMeta meta = of(blob, file, file.at("blob.meta header", padded, HEADER_SIZE));
        if (!blob.has(BlobFeature.IS_CHUNKDICT_GENERATED)) {
            meta.requireInside();
        }
        return meta;
    }

    private void requireInside() throws RafsFormatException {
        long stored = blob.has(BlobFeature.SEPARATE)
                ? blob.compressedSize()
                : blob.meta().offset();
        for (int i = 0; i < blob.chunkCount(); i++) {
            BlobMetaEntries.Entry entry = entries.entry(i);
            boolean outside = entry.uncompressedOffset() > blob.uncompressedSize() - entry.plainSize()
                    || (!entry.isShared() && entry.storedOffset() > stored - entry.storedSize());
            if (outside) {
                throw entry.bytes().fault("points outside of blob " + blob.id());
            }
        }
    }

    /** A chunk index and its header, both as a blob stores them once decrypted and decompressed. */
    static BlobMeta of(BlobInfo blob, Bytes decompressed, Bytes header) throws RafsFormatException {
        checkHeader(blob, header);
        Bytes index = decompressed.at("blob.meta entries", 0, blob.meta().uncompressedSize());
        return new BlobMeta(
                blob,
                new BlobMetaEntries(index, blob.has(BlobFeature.CHUNK_INFO_V2)),
                SharedContexts.read(index, header));
    }

    /** Features are not compared: the header of a merged image keeps some that its blob table has dropped. */
    private static void checkHeader(BlobInfo blob, Bytes header) throws RafsFormatException {
        if (header.i32(H_MAGIC) != MAGIC || header.i32(H_MAGIC2) != MAGIC) {
            throw header.fault("lacks one of its two magic numbers, for blob " + blob.id());
        }
        BlobInfo.MetaSection meta = blob.meta();
        boolean same = header.u32(H_CI_COMPRESSOR) == meta.compressor().code()
                && header.i64(H_CI_OFFSET) == meta.offset()
                && header.i64(H_CI_COMPRESSED_SIZE) == meta.compressedSize()
                && header.i64(H_CI_UNCOMPRESSED_SIZE) == meta.uncompressedSize()
                && (header.u32(H_CI_ENTRIES) == blob.chunkCount() || blob.has(BlobFeature.IS_CHUNKDICT_GENERATED));
        if (!same) {
            throw header.fault("contradicts the bootstrap's blob table, for blob " + blob.id());
        }
    }

    /** Finds where {@code chunk} is stored; fails as corrupt if the entry describes another chunk. */
    public ChunkLocation locate(ChunkRef chunk) throws RafsFormatException {
        BlobMetaEntries.Entry entry = entries.entry(chunk.index());
        if (entry.uncompressedOffset() != chunk.uncompressedOffset() || entry.plainSize() != chunk.size()) {
            throw entry.bytes()
                    .fault("describes a chunk of " + entry.plainSize() + " bytes at 0x"
                            + Long.toHexString(entry.uncompressedOffset()) + ", not of " + chunk.size()
                            + " bytes at 0x" + Long.toHexString(chunk.uncompressedOffset()));
        }
        if (entry.is(V2_FLAG_ZRAN)) {
            return contexts.zran(entry);
        }
        return entry.is(V2_FLAG_BATCH) ? contexts.batch(entry) : alone(chunk, entry);
    }

    private ChunkLocation alone(ChunkRef chunk, BlobMetaEntries.Entry entry) throws RafsFormatException {
        if (entry.storedSize() == 0) {
            throw entry.bytes().fault("chunk " + chunk.index() + " of blob " + blob.id() + " has no stored bytes");
        }
        StoredForm form = new StoredForm.Alone(entry.is(V2_FLAG_COMPRESSED), entry.is(V2_FLAG_ENCRYPTED));
        return new ChunkLocation(entry.storedOffset(), entry.storedSize(), form);
    }

    /**
     * The chunks next to {@code chunk} that come out of the same stored bytes, without itself; none if it is stored
     * alone. Those that the index has elsewhere are not looked for.
     */
    public List<ChunkNeighbour> neighbours(ChunkRef chunk) throws RafsFormatException {
        BlobMetaEntries.Entry entry = entries.entry(chunk.index());
        List<ChunkNeighbour> neighbours = new ArrayList<>();
        if (entry.isShared()) {
            addNeighbours(neighbours, entry, chunk.index(), -1);
            addNeighbours(neighbours, entry, chunk.index(), 1);
        }
        return neighbours;
    }

    private void addNeighbours(List<ChunkNeighbour> neighbours, BlobMetaEntries.Entry of, int index, int step)
            throws RafsFormatException {
        for (int i = index + step; i >= 0 && i < blob.chunkCount() && neighbours.size() < MAX_NEIGHBOURS; i += step) {
            BlobMetaEntries.Entry entry = entries.entry(i);
            if (!entry.isShared() || entry.context() != of.context()) {
                return;
            }
            neighbours.add(new ChunkNeighbour(i, entry.uncompressedOffset(), entry.start(), entry.plainSize()));
        }
    }
}

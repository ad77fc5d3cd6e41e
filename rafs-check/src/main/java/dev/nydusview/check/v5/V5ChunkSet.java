package dev.nydusview.check.v5;

import static dev.nydusview.rafs.layout.ChunkInfoLayout.*;
import static dev.nydusview.rafs.layout.V5Layout.*;

import dev.nydusview.check.finding.Extents;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Location;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.RafsFormatException;
import java.util.Arrays;
import java.util.List;

/** All chunk records. Records with the same blob and index are copies; others must have places of their own. */
final class V5ChunkSet {
    // | blob 11 | index 24 | record offset / 8: 28 |
    private static final int POSITION_BITS = 28;
    private static final int INDEX_BITS = 24;
    private static final int BLOB_BITS = 63 - POSITION_BITS - INDEX_BITS;

    private final V5Index index;
    private final List<BlobInfo> blobs;
    private final Findings findings;
    private long[] keyed = new long[64];
    private int count;

    V5ChunkSet(V5Index index, List<BlobInfo> blobs, Findings findings) {
        this.index = index;
        this.blobs = blobs;
        this.findings = findings;
    }

    /** @param position of the record, in units of 8 bytes. Indexes of blobs beyond those of real images are ignored */
    void add(int blobIndex, int chunkIndex, long position) {
        if (blobIndex >>> BLOB_BITS != 0) {
            return;
        }
        if (count == keyed.length) {
            keyed = Arrays.copyOf(keyed, count * 2);
        }
        keyed[count++] = ((long) blobIndex << INDEX_BITS | chunkIndex) << POSITION_BITS | position;
    }

    void compare() throws RafsFormatException {
        Arrays.sort(keyed, 0, count);
        int at = 0;
        while (at < count) {
            at = compareBlob(at);
        }
    }

    private int compareBlob(int from) throws RafsFormatException {
        BlobInfo blob = blobs.get((int) (keyed[from] >>> (POSITION_BITS + INDEX_BITS)));
        Extents uncompressed = new Extents();
        Extents stored = new Extents();
        int at = from;
        for (; at < count && keyed[at] >>> (POSITION_BITS + INDEX_BITS) == blob.index(); at++) {
            Bytes chunk = chunk(at);
            if (at > from && keyed[at] >>> POSITION_BITS == keyed[at - 1] >>> POSITION_BITS) {
                compareCopies(chunk, chunk(at - 1));
            } else {
                uncompressed.add(chunk.i64(UNCOMPRESSED_OFFSET), chunk.u32(UNCOMPRESSED_SIZE));
                stored.add(chunk.i64(COMPRESSED_OFFSET), chunk.u32(COMPRESSED_SIZE));
            }
        }
        uncompressed.overlaps(start -> overlap("chunk-overlap", "uncompressed", start, blob));
        stored.overlaps(start -> overlap("stored-overlap", "stored", start, blob));
        return at;
    }

    private Bytes chunk(int at) throws RafsFormatException {
        long position = keyed[at] & (1L << POSITION_BITS) - 1;
        return index.bootstrap().at("v5 chunk record", position * ALIGNMENT, CHUNK_INFO_SIZE);
    }

    private void compareCopies(Bytes chunk, Bytes other) throws RafsFormatException {
        boolean same = chunk.digest(BLOCK_ID).equals(other.digest(BLOCK_ID))
                && chunk.i32(FLAGS) == other.i32(FLAGS)
                && chunk.i32(COMPRESSED_SIZE) == other.i32(COMPRESSED_SIZE)
                && chunk.i32(UNCOMPRESSED_SIZE) == other.i32(UNCOMPRESSED_SIZE)
                && chunk.i64(COMPRESSED_OFFSET) == other.i64(COMPRESSED_OFFSET)
                && chunk.i64(UNCOMPRESSED_OFFSET) == other.i64(UNCOMPRESSED_OFFSET);
        if (!same) {
            findings.corrupt(
                    "chunk-conflict",
                    () -> index.chunkPlace(chunk.start()),
                    "differs from the record of the same chunk at offset 0x" + Long.toHexString(other.start()));
        }
    }

    private void overlap(String code, String kind, long start, BlobInfo blob) {
        findings.corrupt(
                code,
                Location.IMAGE,
                "two chunks of blob " + blob.id() + " overlap at " + kind + " offset 0x" + Long.toHexString(start));
    }
}

package dev.nydusview.check.v6;

import static dev.nydusview.rafs.layout.ChunkInfoLayout.*;

import dev.nydusview.check.finding.Extents;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Location;
import dev.nydusview.check.finding.LocationSupplier;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.RafsFormatException;
import java.util.Arrays;
import java.util.BitSet;

/** Checks the rows of the chunk table, and notes which of them files refer to. Takes 8 bytes and a bit a row. */
final class V6ChunkRows {
    // | blob 8 | index 24 | row 31 |
    private static final int ROW_BITS = 31;
    private static final int INDEX_BITS = 24;
    private static final int MAX_BLOB = 0xff;

    private final Bytes table;
    private final RafsImage image;
    private final Findings findings;
    private final long[] keyed;
    private final BitSet used = new BitSet();
    private int count;

    V6ChunkRows(Bytes table, RafsImage image, Findings findings) {
        this.table = table;
        this.image = image;
        this.findings = findings;
        this.keyed = new long[(int) (table.length() / CHUNK_INFO_SIZE)];
    }

    void check() throws RafsFormatException {
        for (int i = 0; i < keyed.length; i++) {
            Bytes row = row(i);
            if (check(row)) {
                keyed[count++] = key((int) row.u32(BLOB_INDEX), (int) row.u32(INDEX)) << ROW_BITS | i;
            }
        }
        Arrays.sort(keyed, 0, count);
        int at = 0;
        while (at < count) {
            at = compareBlob(at);
        }
    }

    private static long key(int blobIndex, int index) {
        return (long) blobIndex << INDEX_BITS | index;
    }

    private Bytes row(long number) throws RafsFormatException {
        return table.at("v6 chunk table row", number * CHUNK_INFO_SIZE, CHUNK_INFO_SIZE);
    }

    /**
     * Checks a row; returns whether the row can be told from others. Rows of a tar's chunks have only the blob and the
     * index.
     */
    private boolean check(Bytes row) throws RafsFormatException {
        Location place = Location.at(row.start());
        long blobIndex = row.u32(BLOB_INDEX);
        if (blobIndex >= image.blobs().size() || blobIndex > MAX_BLOB) {
            findings.corrupt(
                    "blob-index",
                    place,
                    "chunk is in blob " + blobIndex + " of " + image.blobs().size());
            return false;
        }
        BlobInfo blob = image.blobs().get((int) blobIndex);
        long limit = blob.has(BlobFeature.IS_CHUNKDICT_GENERATED) ? BlobInfo.MAX_CHUNK_COUNT : blob.chunkCount();
        long index = row.u32(INDEX);
        if (index >= limit) {
            findings.corrupt("chunk-index", place, "chunk " + index + " of a blob with " + limit + " chunks");
        }
        if (!blob.has(BlobFeature.TARFS)) {
            content(row, blob, place);
        }
        return index < BlobInfo.MAX_CHUNK_COUNT;
    }

    private void content(Bytes row, BlobInfo blob, Location place) throws RafsFormatException {
        if (row.digest(BLOCK_ID).isZero() && !blob.has(BlobFeature.EXTERNAL)) {
            findings.corrupt("chunk-digest", place, "chunk " + row.u32(INDEX) + " has no digest");
        }
        long size = row.u32(UNCOMPRESSED_SIZE);
        if (size == 0 || size > blob.chunkSize()) {
            findings.corrupt("chunk-size", place, "chunk " + row.u32(INDEX) + " has " + size + " bytes");
        }
        long offset = row.i64(UNCOMPRESSED_OFFSET);
        if (offset < 0 || offset > blob.uncompressedSize() - size || offset % blockSize() != 0) {
            findings.corrupt(
                    "chunk-range",
                    place,
                    size + " uncompressed bytes at 0x" + Long.toHexString(offset) + " are not whole blocks within the "
                            + blob.uncompressedSize() + " of the blob");
        }
        if (storedTogether(blob)) {
            return;
        }
        long stored = row.i64(COMPRESSED_OFFSET);
        if (stored < 0 || stored > blob.compressedSize() - row.u32(COMPRESSED_SIZE)) {
            findings.warn(
                    "stored-range",
                    place,
                    row.u32(COMPRESSED_SIZE) + " stored bytes at 0x" + Long.toHexString(stored) + " are not within the "
                            + blob.compressedSize() + " of the blob");
        }
    }

    /** Tests whether several chunks are stored as one, so that this table cannot say where. */
    private static boolean storedTogether(BlobInfo blob) {
        return blob.has(BlobFeature.BATCH) || blob.has(BlobFeature.ZRAN);
    }

    private long blockSize() {
        return image.superblock().blockSize();
    }

    private int compareBlob(int from) throws RafsFormatException {
        BlobInfo blob = image.blobs().get((int) (keyed[from] >>> (ROW_BITS + INDEX_BITS)));
        Extents places = new Extents();
        int at = from;
        for (; at < count && keyed[at] >>> (ROW_BITS + INDEX_BITS) == blob.index(); at++) {
            Bytes row = row(keyed[at] & Integer.MAX_VALUE);
            if (at > from && keyed[at] >>> ROW_BITS == keyed[at - 1] >>> ROW_BITS) {
                findings.corrupt(
                        "chunk-duplicate",
                        Location.at(row.start()),
                        "chunk " + row.u32(INDEX) + " of blob " + blob.index() + " has another row");
            } else if (!blob.has(BlobFeature.TARFS)) {
                places.add(row.i64(UNCOMPRESSED_OFFSET), row.u32(UNCOMPRESSED_SIZE));
            }
        }
        places.overlaps(start -> findings.corrupt(
                "chunk-overlap",
                Location.IMAGE,
                "two chunks of blob " + blob.id() + " overlap at uncompressed offset 0x" + Long.toHexString(start)));
        return at;
    }

    /** Compares a file's reference to a chunk with the chunk's row. */
    void use(int blobIndex, int index, long offset, long size, LocationSupplier subject) throws RafsFormatException {
        long wanted = key(blobIndex, index);
        int at = Arrays.binarySearch(keyed, 0, count, wanted << ROW_BITS);
        at = at < 0 ? -at - 1 : at;
        if (at == count || keyed[at] >>> ROW_BITS != wanted) {
            findings.corrupt(
                    "chunk-missing",
                    subject,
                    "chunk " + index + " of blob " + blobIndex + " is not in the chunk table");
            return;
        }
        used.set(at);
        Bytes row = row(keyed[at] & Integer.MAX_VALUE);
        if (row.i64(UNCOMPRESSED_OFFSET) != offset || row.u32(UNCOMPRESSED_SIZE) != size) {
            findings.corrupt(
                    "chunk-mismatch",
                    subject,
                    "refers to " + size + " bytes at uncompressed offset 0x" + Long.toHexString(offset) + " as chunk "
                            + index + ", but the chunk table has " + row.u32(UNCOMPRESSED_SIZE) + " at 0x"
                            + Long.toHexString(row.i64(UNCOMPRESSED_OFFSET)));
        }
    }

    /** Reports rows that no file uses. Call it when all files have been checked. */
    void unused() {
        int unused = count - used.cardinality();
        if (unused > 0 && image.blobs().stream().noneMatch(blob -> blob.has(BlobFeature.TARFS))) {
            findings.warn(
                    "chunk-unused",
                    Location.at(table.start()),
                    unused + " rows of the chunk table are not used by any file");
        }
    }
}

package dev.nydusview.rafs.v6;

import static dev.nydusview.rafs.layout.ChunkInfoLayout.*;

import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.RafsFormatException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The chunk table of a v6 bootstrap, which has the digest of every chunk. Its rows come in no useful order, so their
 * numbers are sorted by blob and chunk index once more than a few have been looked up: 4 bytes a row from then on.
 *
 * <p>Offsets and sizes of stored bytes are not to be taken from here if the blob has a chunk index: for batched chunks
 * they are zero.
 */
final class V6ChunkTable {
    private static final int ROW_BITS = 32;
    private static final int INDEX_BITS = 24;

    /** Number of times that the whole table is scanned before it is sorted, which takes as long as some ten scans. */
    private static final int SCANS = 4;

    private final Bytes table;
    private int scans;
    private int @Nullable [] rowsByChunk;

    V6ChunkTable(Bytes table) throws RafsFormatException {
        this.table = table;
        if (table.length() % CHUNK_INFO_SIZE != 0) {
            throw table.fault("size " + table.length() + " is not a multiple of " + CHUNK_INFO_SIZE);
        }
    }

    /** The row of chunk {@code index} of a blob. */
    Bytes row(int blobIndex, int index) throws RafsFormatException {
        long wanted = key(blobIndex, index);
        int[] rows = rowsByChunk();
        Bytes found = rows == null ? scan(wanted) : search(rows, wanted);
        if (found == null) {
            throw table.fault("has no row, and so no digest, for chunk " + index + " of blob " + blobIndex);
        }
        return found;
    }

    /** Reads to the end, so that a row that is wrong fails every look-up, as it does when rows are sorted. */
    private @Nullable Bytes scan(long wanted) throws RafsFormatException {
        int found = -1;
        for (int i = 0; i < count(); i++) {
            found = key(i) == wanted ? i : found;
        }
        return found < 0 ? null : row(found);
    }

    private @Nullable Bytes search(int[] rows, long wanted) throws RafsFormatException {
        int low = 0;
        int high = rows.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long key = key(rows[middle]);
            if (key == wanted) {
                return row(rows[middle]);
            }
            if (key < wanted) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /** Returns null as long as sorting is not worth while. */
    private synchronized int @Nullable [] rowsByChunk() throws RafsFormatException {
        if (rowsByChunk == null && scans++ >= SCANS) {
            rowsByChunk = sortedRows();
        }
        return rowsByChunk;
    }

    private int count() {
        return (int) (table.length() / CHUNK_INFO_SIZE);
    }

    private int[] sortedRows() throws RafsFormatException {
        int count = count();
        long[] keyed = new long[count];
        for (int i = 0; i < count; i++) {
            keyed[i] = (key(i) << ROW_BITS | i) ^ Long.MIN_VALUE;
        }
        Arrays.sort(keyed);
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = (int) keyed[i];
        }
        return rows;
    }

    private Bytes row(int number) throws RafsFormatException {
        return table.at("v6 chunk table row", (long) number * CHUNK_INFO_SIZE, CHUNK_INFO_SIZE);
    }

    /** A number of 32 bits: sorting flips the top bit of the keyed row, so that it orders as unsigned. */
    private long key(int number) throws RafsFormatException {
        long at = (long) number * CHUNK_INFO_SIZE;
        long blobIndex = table.u32(at + BLOB_INDEX);
        long index = table.u32(at + INDEX);
        if (blobIndex > 0xff || index >= 1 << INDEX_BITS) {
            throw row(number).fault("names chunk " + index + " of blob " + blobIndex);
        }
        return key((int) blobIndex, (int) index);
    }

    private static long key(int blobIndex, int index) {
        return (long) blobIndex << INDEX_BITS | index;
    }
}

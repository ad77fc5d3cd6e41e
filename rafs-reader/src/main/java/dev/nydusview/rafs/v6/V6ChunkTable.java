package dev.nydusview.rafs.v6;

import static dev.nydusview.rafs.layout.ChunkInfoLayout.*;

import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.bytes.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The chunk table of a v6 bootstrap, which has the digest of every chunk. Its rows come in no useful order, so the
 * first look-up sorts their numbers by blob and chunk index: 4 bytes a row from then on.
 *
 * <p>Offsets and sizes of stored bytes are not to be taken from here: for batched chunks they are zero.
 */
final class V6ChunkTable {
    private static final int ROW_BITS = 32;
    private static final int INDEX_BITS = 24;

    private final Bytes table;
    private int @Nullable [] rowsByChunk;

    V6ChunkTable(Bytes table) throws RafsFormatException {
        this.table = table;
        if (table.length() % CHUNK_INFO_SIZE != 0) {
            throw table.fault("size " + table.length() + " is not a multiple of " + CHUNK_INFO_SIZE);
        }
    }

    /** The row of chunk {@code index} of a blob. */
    Bytes row(int blobIndex, int index) throws RafsFormatException {
        int[] rows = rowsByChunk();
        long wanted = key(blobIndex, index);
        int low = 0;
        int high = rows.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Bytes row = row(rows[middle]);
            long key = key(row);
            if (key == wanted) {
                return row;
            }
            if (key < wanted) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        throw table.fault("has no row, and so no digest, for chunk " + index + " of blob " + blobIndex);
    }

    private synchronized int[] rowsByChunk() throws RafsFormatException {
        if (rowsByChunk == null) {
            rowsByChunk = sortedRows();
        }
        return rowsByChunk;
    }

    private int[] sortedRows() throws RafsFormatException {
        int count = (int) (table.length() / CHUNK_INFO_SIZE);
        long[] keyed = new long[count];
        for (int i = 0; i < count; i++) {
            keyed[i] = (key(row(i)) << ROW_BITS | i) ^ Long.MIN_VALUE;
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
    private static long key(Bytes row) throws RafsFormatException {
        long blobIndex = row.u32(BLOB_INDEX);
        long index = row.u32(INDEX);
        if (blobIndex > 0xff || index >= 1 << INDEX_BITS) {
            throw row.fault("names chunk " + index + " of blob " + blobIndex);
        }
        return key((int) blobIndex, (int) index);
    }

    private static long key(int blobIndex, int index) {
        return (long) blobIndex << INDEX_BITS | index;
    }
}

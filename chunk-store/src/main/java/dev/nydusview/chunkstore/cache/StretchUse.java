package dev.nydusview.chunkstore.cache;

import java.nio.ByteBuffer;

/**
 * The record of one stretch of a blob: {@link #STRETCH} bytes of its uncompressed address space, the unit in which a
 * cache gives up space. A file of them begins with the blob's generation, in the place of a record.
 *
 * @param lastUsed milliseconds since 1970; 0 if unknown
 * @param first lowest index of a chunk with bytes in the stretch
 * @param end index behind the highest; not above {@code first} if there are none
 */
record StretchUse(long lastUsed, int first, int end) {
    static final int STRETCH = 4 << 20;
    static final int SIZE = 16;
    static final StretchUse NONE = new StretchUse(0, Integer.MAX_VALUE, 0);

    /** Returns the offset of the record of stretch {@code number}. */
    static long offset(long number) {
        return (number + 1) * SIZE;
    }

    /** Reads a record, which may be of any bytes; one of zeros says nothing. */
    static StretchUse read(ByteBuffer bytes) {
        StretchUse read = new StretchUse(bytes.getLong(0), bytes.getInt(8), bytes.getInt(12));
        return read.first >= 0 && read.first < read.end ? read : NONE;
    }

    ByteBuffer bytes() {
        return ByteBuffer.allocate(SIZE)
                .putLong(lastUsed)
                .putInt(first)
                .putInt(end)
                .flip();
    }

    boolean covers(int from, int to) {
        return first <= from && to <= end;
    }

    StretchUse and(long used, int from, int to) {
        return new StretchUse(Math.max(lastUsed, used), Math.min(first, from), Math.max(end, to));
    }

    StretchUse and(StretchUse other) {
        return and(other.lastUsed, other.first, other.end);
    }
}

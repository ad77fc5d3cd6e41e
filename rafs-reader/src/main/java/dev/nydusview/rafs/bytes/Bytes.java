package dev.nydusview.rafs.bytes;

import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.RafsFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A named part of an untrusted little-endian buffer. Every access is checked against the part's bounds, and a fault
 * names the structure and where it starts; nothing else in this module indexes a buffer.
 */
public final class Bytes {
    private final ByteBuffer buffer;
    private final String structure;
    private final long start;
    private final long length;

    private Bytes(ByteBuffer buffer, String structure, long start, long length) {
        this.buffer = buffer;
        this.structure = structure;
        this.start = start;
        this.length = length;
    }

    /** Wraps all remaining bytes of {@code buffer}, under the name {@code structure}. */
    public static Bytes of(String structure, ByteBuffer buffer) {
        ByteBuffer view = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
        return new Bytes(view, structure, 0, view.limit());
    }

    /** The {@code length} bytes that start at {@code offset}; corrupt unless all of them are there. */
    public Bytes at(String part, long offset, long length) throws RafsFormatException {
        if (offset < 0 || length < 0 || offset > this.length || length > this.length - offset) {
            throw new RafsFormatException(
                    part,
                    start + offset,
                    Long.toUnsignedString(length) + " bytes do not fit into the " + structure + " of " + this.length);
        }
        return new Bytes(buffer, part, start + offset, length);
    }

    /** Requires what {@link #at} requires, for a part that is read at offsets of this one. */
    public void require(String part, long offset, long length) throws RafsFormatException {
        if (offset < 0 || length < 0 || offset > this.length || length > this.length - offset) {
            at(part, offset, length);
        }
    }

    /** Returns the offset of this part in the buffer. */
    public long start() {
        return start;
    }

    /** Bytes in this part. */
    public long length() {
        return length;
    }

    public int u8(long offset) throws RafsFormatException {
        return buffer.get(index(offset, 1)) & 0xff;
    }

    public int u16(long offset) throws RafsFormatException {
        return buffer.getShort(index(offset, 2)) & 0xffff;
    }

    public int i32(long offset) throws RafsFormatException {
        return buffer.getInt(index(offset, 4));
    }

    public long u32(long offset) throws RafsFormatException {
        return i32(offset) & 0xffff_ffffL;
    }

    public long i64(long offset) throws RafsFormatException {
        return buffer.getLong(index(offset, 8));
    }

    /** An unsigned 64-bit number that must be below 2^63, as every size and offset is. */
    public long size64(long offset, String field) throws RafsFormatException {
        long value = i64(offset);
        if (value < 0) {
            throw fault(field + " 0x" + Long.toHexString(value) + " is out of range");
        }
        return value;
    }

    public Digest digest(long offset) throws RafsFormatException {
        return Digest.of(copy(offset, Digest.SIZE), 0);
    }

    /** A copy of {@code count} bytes. */
    public byte[] copy(long offset, int count) throws RafsFormatException {
        byte[] copy = new byte[checkedCount(offset, count)];
        buffer.get((int) (start + offset), copy);
        return copy;
    }

    /** Copies {@code count} bytes to the beginning of {@code target}. */
    public void copy(long offset, int count, byte[] target) throws RafsFormatException {
        buffer.get(index(offset, count), target, 0, count);
    }

    /** Returns all of these bytes, read-only. */
    public ByteBuffer toBuffer() {
        return buffer.slice((int) start, (int) length).asReadOnlyBuffer();
    }

    /** Bytes before the first NUL, at most {@code count} of them. */
    public int lengthToNul(long offset, int count) throws RafsFormatException {
        int from = index(offset, count);
        for (int i = 0; i < count; i++) {
            if (buffer.get(from + i) == 0) {
                return i;
            }
        }
        return count;
    }

    /** Compares {@code count} bytes with {@code other}, as unsigned bytes, without copying. */
    public int compare(long offset, int count, byte[] other) throws RafsFormatException {
        return compare(offset, count, other, other.length);
    }

    /** Compares with the first {@code length} bytes of {@code other}, like {@link #compare(long, int, byte[])}. */
    public int compare(long offset, int count, byte[] other, int length) throws RafsFormatException {
        int from = index(offset, count);
        int common = Math.min(count, length);
        for (int i = 0; i < common; i++) {
            int difference = (buffer.get(from + i) & 0xff) - (other[i] & 0xff);
            if (difference != 0) {
                return difference;
            }
        }
        return count - length;
    }

    /** A fault in this part, ready to be thrown. */
    public RafsFormatException fault(String fault) {
        return new RafsFormatException(structure, start, fault);
    }

    private int checkedCount(long offset, int count) throws RafsFormatException {
        index(offset, count);
        return count;
    }

    private int index(long offset, int count) throws RafsFormatException {
        if (offset < 0 || count < 0 || offset > length - count) {
            throw fault(count + " bytes at +" + offset + " are past its end at +" + length);
        }
        return (int) (start + offset);
    }
}

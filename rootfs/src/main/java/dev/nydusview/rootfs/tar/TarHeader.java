package dev.nydusview.rootfs.tar;

import dev.nydusview.rafs.RafsFormatException;
import java.util.Arrays;

/** A header block: the fields of POSIX ustar, and of GNU tar where it differs. Checked against its checksum. */
final class TarHeader {
    static final int SIZE = 512;

    // Offsets, each the sum of the one before it and that field's length.
    private static final int NAME = 0;
    private static final int MODE = NAME + 100;
    private static final int UID = MODE + 8;
    private static final int GID = UID + 8;
    private static final int LENGTH = GID + 8;
    private static final int MTIME = LENGTH + 12;
    private static final int CHECKSUM = MTIME + 12;
    private static final int TYPE = CHECKSUM + 8;
    private static final int LINK = TYPE + 1;
    private static final int MAGIC = LINK + 100;
    private static final int DEVICE_MAJOR = MAGIC + 8 + 32 + 32;
    private static final int DEVICE_MINOR = DEVICE_MAJOR + 8;
    private static final int PREFIX = DEVICE_MINOR + 8;
    private static final int PREFIX_LENGTH = 155;

    private static final byte[] USTAR = {'u', 's', 't', 'a', 'r', 0};

    private final byte[] block;

    private TarHeader(byte[] block) {
        this.block = block;
    }

    /** @param block {@value #SIZE} bytes, not changed afterwards */
    static TarHeader of(byte[] block) throws RafsFormatException {
        TarHeader header = new TarHeader(block);
        if (header.number(CHECKSUM, 8, "checksum") != header.checksum(0xff)
                && header.number(CHECKSUM, 8, "checksum") != header.checksum(-1)) {
            throw new RafsFormatException("a tar header has a wrong checksum");
        }
        return header;
    }

    /** Sum of all bytes, with blanks for the checksum itself. Some old programs took bytes as signed. */
    private long checksum(int mask) {
        long sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += i >= CHECKSUM && i < TYPE ? ' ' : block[i] & mask;
        }
        return sum;
    }

    byte type() {
        return block[TYPE];
    }

    /** The name field, after the prefix if there is one. */
    byte[] name() {
        byte[] name = text(NAME, 100);
        byte[] prefix = isUstar() ? text(PREFIX, PREFIX_LENGTH) : new byte[0];
        if (prefix.length == 0) {
            return name;
        }
        byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
        whole[prefix.length] = '/';
        System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
        return whole;
    }

    /** GNU tar, whose magic ends in blanks, has other things where the prefix is. */
    private boolean isUstar() {
        return Arrays.equals(block, MAGIC, MAGIC + USTAR.length, USTAR, 0, USTAR.length);
    }

    byte[] linkTarget() {
        return text(LINK, 100);
    }

    long mode() throws RafsFormatException {
        return number(MODE, 8, "mode");
    }

    long uid() throws RafsFormatException {
        return number(UID, 8, "user");
    }

    long gid() throws RafsFormatException {
        return number(GID, 8, "group");
    }

    long size() throws RafsFormatException {
        return number(LENGTH, 12, "size");
    }

    long mtime() throws RafsFormatException {
        return number(MTIME, 12, "time");
    }

    long deviceMajor() throws RafsFormatException {
        return number(DEVICE_MAJOR, 8, "device number");
    }

    long deviceMinor() throws RafsFormatException {
        return number(DEVICE_MINOR, 8, "device number");
    }

    /** Up to the first NUL. */
    private byte[] text(int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(block, offset, end);
    }

    /** Octal digits among blanks and NULs, or as GNU has large and negative numbers: base 256 after a first bit of 1. */
    private long number(int offset, int length, String what) throws RafsFormatException {
        return (block[offset] & 0x80) != 0 ? binary(offset, length, what) : octal(offset, length, what);
    }

    private long binary(int offset, int length, String what) throws RafsFormatException {
        boolean negative = (block[offset] & 0x40) != 0;
        long value = negative ? -1 : 0;
        for (int i = offset; i < offset + length; i++) {
            int bits = i == offset ? (block[i] & 0x3f) | (negative ? 0xc0 : 0) : block[i] & 0xff;
            if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
                throw new RafsFormatException("a tar header has a " + what + " that is too large");
            }
            value = value << 8 | bits;
        }
        return value;
    }

    private long octal(int offset, int length, String what) throws RafsFormatException {
        int at = offset;
        int end = offset + length;
        while (at < end && (block[at] == ' ' || block[at] == 0)) {
            at++;
        }
        long value = 0;
        for (; at < end && block[at] != ' ' && block[at] != 0; at++) {
            if (block[at] < '0' || block[at] > '7') {
                throw new RafsFormatException("a tar header has a " + what + " that is no number");
            }
            value = value << 3 | block[at] - '0';
        }
        return value;
    }
}

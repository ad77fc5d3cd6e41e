package dev.nydusview.rootfs.tar;

import dev.nydusview.base.CorruptDataException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A header block: the fields of ustar (POSIX.1-2017, pax, "ustar Interchange Format"), and of GNU tar where it differs
 * (its manual, "Basic Tar Format"). Numbers are octal digits; GNU tar writes large and negative ones in base 256.
 */
final class TarHeader {
    /** Bytes of a block; headers and contents begin at multiples of this. */
    static final int BLOCK = 512;

    static final Field NAME = new Field(0, 100, "name");
    static final Field MODE = NAME.next(8, "mode");
    static final Field UID = MODE.next(8, "user");
    static final Field GID = UID.next(8, "group");
    static final Field SIZE = GID.next(12, "size");
    static final Field MTIME = SIZE.next(12, "time");
    private static final Field CHECKSUM = MTIME.next(8, "checksum");
    private static final Field TYPE = CHECKSUM.next(1, "type");
    static final Field LINK_TARGET = TYPE.next(100, "link target");
    private static final Field MAGIC = LINK_TARGET.next(6, "magic");
    private static final Field VERSION = MAGIC.next(2, "version");
    private static final Field USER_NAME = VERSION.next(32, "user name");
    private static final Field GROUP_NAME = USER_NAME.next(32, "group name");
    static final Field DEVICE_MAJOR = GROUP_NAME.next(8, "device number");
    static final Field DEVICE_MINOR = DEVICE_MAJOR.next(8, "device number");
    private static final Field PREFIX = DEVICE_MINOR.next(155, "name");

    private static final byte[] USTAR = "ustar\0".getBytes(StandardCharsets.US_ASCII);
    /** Fills the magic and the version. */
    private static final byte[] GNU = "ustar  \0".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] USTAR_VERSION = {'0', '0'};
    private static final int CHECKSUM_DIGITS = 6;

    private final byte[] block;

    /** An empty header, to be filled in. */
    TarHeader() {
        this.block = new byte[BLOCK];
        put(MAGIC, USTAR);
        put(VERSION, USTAR_VERSION);
        put(SIZE, 0);
        put(DEVICE_MAJOR, 0);
        put(DEVICE_MINOR, 0);
    }

    private TarHeader(byte[] block) {
        this.block = block;
    }

    /** A field of the block; {@code what} is its name in messages. */
    record Field(int offset, int length, String what) {
        /** The field right behind this one. */
        private Field next(int length, String what) {
            return new Field(end(), length, what);
        }

        private int end() {
            return offset + length;
        }

        /** Tests whether {@code value} has room as octal digits before the NUL that ends them. */
        boolean fits(long value) {
            return value >= 0 && value < 1L << (3 * (length - 1));
        }
    }

    /** Bytes from the end of a content of {@code size} bytes to the next header. */
    static int padding(long size) {
        return (int) (-size & (BLOCK - 1));
    }

    /** Tests whether a block is empty, as those at the end of an archive are. */
    static boolean isEmpty(byte[] block) {
        return Arrays.equals(block, new byte[BLOCK]);
    }

    /**
     * Reads a header.
     *
     * @param block {@value #BLOCK} bytes, not changed afterwards
     * @throws CorruptDataException if its checksum is wrong
     */
    static TarHeader of(byte[] block) throws CorruptDataException {
        TarHeader header = new TarHeader(block);
        long stated = header.number(CHECKSUM);
        if (stated != header.checksum(0xff) && stated != header.checksum(-1)) {
            throw new CorruptDataException("a tar header has a wrong checksum");
        }
        return header;
    }

    /** Sums up all bytes, with blanks for the checksum itself. Some old programs took bytes as signed. */
    private long checksum(int mask) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM.offset && i < CHECKSUM.end() ? ' ' : block[i] & mask;
        }
        return sum;
    }

    byte type() {
        return block[TYPE.offset];
    }

    /** Returns the name field, after the prefix if there is one. */
    byte[] name() {
        byte[] name = text(NAME);
        byte[] prefix = isUstar() ? text(PREFIX) : new byte[0];
        if (prefix.length == 0) {
            return name;
        }
        byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
        whole[prefix.length] = '/';
        System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
        return whole;
    }

    /** Tests the magic: that of GNU tar ends in blanks, and its headers have other fields in place of the prefix. */
    private boolean isUstar() {
        return Arrays.equals(block, MAGIC.offset, MAGIC.end(), USTAR, 0, USTAR.length);
    }

    /** Returns a part of a device number; 0 for archives of the seventh edition of UNIX, which have none. */
    long deviceNumber(Field field) throws CorruptDataException {
        boolean stated = isUstar() || Arrays.equals(block, MAGIC.offset, VERSION.end(), GNU, 0, GNU.length);
        return stated ? number(field) : 0;
    }

    byte[] linkTarget() {
        return text(LINK_TARGET);
    }

    /** Returns the bytes of {@code field} up to the first NUL. */
    private byte[] text(Field field) {
        int end = field.offset;
        while (end < field.end() && block[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(block, field.offset, end);
    }

    /** Returns a number: octal digits among blanks and NULs, or base 256 if the first bit is set. */
    long number(Field field) throws CorruptDataException {
        return (block[field.offset] & 0x80) != 0 ? binary(field) : octal(field);
    }

    private long binary(Field field) throws CorruptDataException {
        boolean negative = (block[field.offset] & 0x40) != 0;
        long value = negative ? -1 : 0;
        for (int i = field.offset; i < field.end(); i++) {
            int bits = i == field.offset ? (block[i] & 0x3f) | (negative ? 0xc0 : 0) : block[i] & 0xff;
            if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
                throw new CorruptDataException("a tar header has a " + field.what + " that is too large");
            }
            value = value << 8 | bits;
        }
        return value;
    }

    private long octal(Field field) throws CorruptDataException {
        int at = field.offset;
        while (at < field.end() && (block[at] == ' ' || block[at] == 0)) {
            at++;
        }
        long value = 0;
        for (; at < field.end() && block[at] != ' ' && block[at] != 0; at++) {
            if (block[at] < '0' || block[at] > '7') {
                throw new CorruptDataException("a tar header has a " + field.what + " that is not a number");
            }
            value = value << 3 | block[at] - '0';
        }
        return value;
    }

    void putType(char type) {
        block[TYPE.offset] = (byte) type;
    }

    /** Sets a text, which is cut off at the end of the field. */
    void put(Field field, byte[] text) {
        System.arraycopy(text, 0, block, field.offset, Math.min(text.length, field.length));
    }

    /** Sets a number that {@linkplain Field#fits has room}. */
    void put(Field field, long value) {
        octal(field.end() - 2, field.length - 1, value);
    }

    private void octal(int last, int digits, long value) {
        long rest = value;
        for (int i = last; i > last - digits; i--) {
            block[i] = (byte) ('0' + (rest & 7));
            rest >>>= 3;
        }
    }

    /** Returns the block with its checksum: six digits, NUL, blank. */
    byte[] toBytes() {
        octal(CHECKSUM.offset + CHECKSUM_DIGITS - 1, CHECKSUM_DIGITS, checksum(0xff));
        block[CHECKSUM.offset + CHECKSUM_DIGITS] = 0;
        block[CHECKSUM.end() - 1] = ' ';
        return block;
    }
}

package dev.nydusview.rootfs.extract.tar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands before the data of one archive member: a ustar block, and before that a block of PAX records for what
 * the ustar block cannot hold. POSIX.1-2017, pax, "ustar Interchange Format" and "pax Extended Header". Records hold
 * the bytes that the image has, in no particular encoding, as GNU tar writes them.
 */
final class TarHeader {
    static final int BLOCK = 512;

    private static final int NAME = 0; // 100 bytes
    private static final int MODE = 100; // 8
    private static final int UID = 108; // 8
    private static final int GID = 116; // 8
    private static final int SIZE = 124; // 12
    private static final int MTIME = 136; // 12
    private static final int CHECKSUM = 148; // 8
    private static final int TYPE = 156; // 1
    private static final int LINK_NAME = 157; // 100
    private static final int MAGIC = 257; // 8 with the version
    private static final int DEV_MAJOR = 329; // 8
    private static final int DEV_MINOR = 337; // 8

    private static final int TEXT_WIDTH = 100;
    private static final byte RECORDS_TYPE = 'x';
    private static final byte[] RECORDS_NAME = ascii("./PaxHeaders");

    private final byte[] block = new byte[BLOCK];
    private final ByteArrayOutputStream records = new ByteArrayOutputStream();

    TarHeader(char type, byte[] name) {
        block[TYPE] = (byte) type;
        byte[] magic = ascii("ustar\0" + "00");
        System.arraycopy(magic, 0, block, MAGIC, magic.length);
        text(NAME, "path", name);
        octal(DEV_MAJOR, 8, 0);
        octal(DEV_MINOR, 8, 0);
        octal(SIZE, 12, 0);
    }

    /** Permission bits with set-user-ID, set-group-ID and sticky bit. */
    TarHeader mode(int mode) {
        octal(MODE, 8, mode);
        return this;
    }

    TarHeader owner(long uid, long gid) {
        number(UID, 8, "uid", uid);
        number(GID, 8, "gid", gid);
        return this;
    }

    TarHeader size(long size) {
        number(SIZE, 12, "size", size);
        return this;
    }

    /** Seconds since 1970, negative before, and nanoseconds after that. */
    TarHeader mtime(long seconds, int nanos) {
        boolean plain = nanos == 0 && fits(12, seconds);
        octal(MTIME, 12, fits(12, seconds) ? seconds : 0);
        if (!plain) {
            record(ascii("mtime"), ascii(PaxTime.of(seconds, nanos)));
        }
        return this;
    }

    TarHeader linkName(byte[] target) {
        text(LINK_NAME, "linkpath", target);
        return this;
    }

    TarHeader device(int major, int minor) {
        octal(DEV_MAJOR, 8, major);
        octal(DEV_MINOR, 8, minor);
        return this;
    }

    /** GNU tar's and star's record; in the name, what ends a keyword is escaped as GNU tar does. */
    TarHeader xattr(byte[] name, byte[] value) {
        ByteArrayOutputStream keyword = new ByteArrayOutputStream();
        keyword.writeBytes(ascii("SCHILY.xattr."));
        for (byte b : name) {
            switch (b) {
                case '%' -> keyword.writeBytes(ascii("%25"));
                case '=' -> keyword.writeBytes(ascii("%3D"));
                default -> keyword.write(b);
            }
        }
        record(keyword.toByteArray(), value);
        return this;
    }

    /** The blocks. */
    byte[] toBytes() {
        checksum(block);
        if (records.size() == 0) {
            return block;
        }
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        blocks.writeBytes(recordsBlock());
        blocks.writeBytes(records.toByteArray());
        blocks.writeBytes(new byte[padding(records.size())]);
        blocks.writeBytes(block);
        return blocks.toByteArray();
    }

    /** Bytes from {@code size} to the end of the block. */
    static int padding(long size) {
        return (int) (-size & (BLOCK - 1));
    }

    private byte[] recordsBlock() {
        TarHeader header = new TarHeader((char) RECORDS_TYPE, RECORDS_NAME);
        return header.mode(0644).owner(0, 0).size(records.size()).mtime(0, 0).toBytes();
    }

    private void text(int offset, String keyword, byte[] text) {
        System.arraycopy(text, 0, block, offset, Math.min(text.length, TEXT_WIDTH));
        if (text.length > TEXT_WIDTH) {
            record(ascii(keyword), text);
        }
    }

    private void number(int offset, int width, String keyword, long value) {
        octal(offset, width, fits(width, value) ? value : 0);
        if (!fits(width, value)) {
            record(ascii(keyword), ascii(Long.toString(value)));
        }
    }

    /** A field of {@code width} bytes has three bits each, the last byte apart, which is a NUL. */
    private static boolean fits(int width, long value) {
        return value >= 0 && value < 1L << (3 * (width - 1));
    }

    private void octal(int offset, int width, long value) {
        long rest = value;
        for (int i = offset + width - 2; i >= offset; i--) {
            block[i] = (byte) ('0' + (rest & 7));
            rest >>>= 3;
        }
    }

    /** Writes "LENGTH KEYWORD=VALUE\n", where the length counts its own digits. */
    private void record(byte[] keyword, byte[] value) {
        int others = keyword.length + value.length + 3;
        int length = others + Integer.toString(others).length();
        if (Integer.toString(length).length() > Integer.toString(others).length()) {
            length++;
        }
        records.writeBytes(ascii(length + " "));
        records.writeBytes(keyword);
        records.write('=');
        records.writeBytes(value);
        records.write('\n');
    }

    /** The sum of all bytes, those of the sum itself taken as blanks; six digits, NUL, blank. */
    private static void checksum(byte[] block) {
        Arrays.fill(block, CHECKSUM, CHECKSUM + 8, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        for (int i = CHECKSUM + 5; i >= CHECKSUM; i--) {
            block[i] = (byte) ('0' + (sum & 7));
            sum >>>= 3;
        }
        block[CHECKSUM + 6] = 0;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

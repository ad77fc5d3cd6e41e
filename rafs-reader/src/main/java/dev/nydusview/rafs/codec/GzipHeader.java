package dev.nydusview.rafs.codec;

import dev.nydusview.rafs.model.RafsFormatException;

/** The header of a gzip member, RFC 1952 section 2.3. */
final class GzipHeader {
    private static final int FIXED = 10;
    private static final int FLAGS = 3;
    private static final int HEADER_CRC = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;

    private GzipHeader() {}

    /** Tests whether a member seems to start at {@code at}. */
    static boolean startsAt(byte[] bytes, int at) {
        return bytes.length >= at + FIXED
                && (bytes[at] & 0xff) == 0x1f
                && (bytes[at + 1] & 0xff) == 0x8b
                && bytes[at + 2] == 8;
    }

    /** Bytes before the deflate stream. */
    static int length(byte[] member) throws RafsFormatException {
        if (!startsAt(member, 0)) {
            throw new RafsFormatException("gzip data does not start with a gzip header");
        }
        int flags = member[FLAGS];
        int at = FIXED;
        if ((flags & EXTRA) != 0) {
            at += 2 + (byteAt(member, at) | byteAt(member, at + 1) << 8);
        }
        if ((flags & NAME) != 0) {
            at = afterNul(member, at);
        }
        if ((flags & COMMENT) != 0) {
            at = afterNul(member, at);
        }
        if ((flags & HEADER_CRC) != 0) {
            at += 2;
        }
        byteAt(member, at);
        return at;
    }

    private static int afterNul(byte[] member, int from) throws RafsFormatException {
        int at = from;
        while (byteAt(member, at) != 0) {
            at++;
        }
        return at + 1;
    }

    private static int byteAt(byte[] member, int at) throws RafsFormatException {
        if (at >= member.length) {
            throw new RafsFormatException("gzip header is cut off at " + member.length + " bytes");
        }
        return member[at] & 0xff;
    }
}

package dev.nydusview.rafswriter.v6;

import static dev.nydusview.rafs.layout.V6Layout.*;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The inline extended attributes of an inode. */
final class XattrBody {
    /** The prefixes that v6 has numbers for, by number. */
    private static final String[] PREFIXES = {
        null, "user.", "system.posix_acl_access", "system.posix_acl_default", "trusted.", null, "security."
    };

    private static final int MAX_NAME = 0xff;
    private static final int MAX_VALUE = 0xffff;
    private static final int MAX_COUNT = 0xffff;

    private XattrBody() {}

    /** Bytes of the body; 0 if there are no attributes. */
    static int size(List<Xattr> xattrs) throws UnsupportedFeatureException {
        if (xattrs.isEmpty()) {
            return 0;
        }
        long size = XATTR_HEADER_SIZE;
        for (Xattr xattr : xattrs) {
            size += entrySize(xattr);
        }
        if (count(size) > MAX_COUNT) {
            throw new UnsupportedFeatureException(
                    "extended attributes of " + size + " bytes of one file do not fit into a v6 image");
        }
        return (int) size;
    }

    /** Returns what an inode states in place of the size of its body. */
    static long count(long size) {
        return size == 0 ? 0 : (size - XATTR_HEADER_SIZE) / XATTR_ALIGNMENT + 1;
    }

    static byte[] bytes(List<Xattr> xattrs) throws UnsupportedFeatureException {
        ByteBuffer body = ByteBuffer.allocate(size(xattrs)).order(ByteOrder.LITTLE_ENDIAN);
        int at = XATTR_HEADER_SIZE;
        for (Xattr xattr : xattrs) {
            byte[] suffix = suffix(xattr);
            body.put(at + XE_NAME_LEN, (byte) suffix.length)
                    .put(at + XE_NAME_INDEX, (byte) prefix(xattr))
                    .putShort(at + XE_VALUE_SIZE, (short) xattr.value().length)
                    .put(at + XE_NAME, suffix)
                    .put(at + XE_NAME + suffix.length, xattr.value());
            at += entrySize(xattr);
        }
        return body.array();
    }

    private static int entrySize(Xattr xattr) throws UnsupportedFeatureException {
        byte[] suffix = suffix(xattr);
        if (suffix.length > MAX_NAME || xattr.value().length > MAX_VALUE) {
            throw new UnsupportedFeatureException("extended attribute " + xattr.name() + " of "
                    + xattr.value().length + " bytes does not fit into a v6 image, which has values of at most "
                    + MAX_VALUE);
        }
        int size = XE_NAME + suffix.length + xattr.value().length;
        return (size + XATTR_ALIGNMENT - 1) & -XATTR_ALIGNMENT;
    }

    private static byte[] suffix(Xattr xattr) throws UnsupportedFeatureException {
        byte[] name = xattr.name().bytes();
        return Arrays.copyOfRange(name, PREFIXES[prefix(xattr)].length(), name.length);
    }

    private static int prefix(Xattr xattr) throws UnsupportedFeatureException {
        RawName name = xattr.name();
        for (int i = 0; i < PREFIXES.length; i++) {
            if (PREFIXES[i] != null && matches(name.bytes(), PREFIXES[i])) {
                return i;
            }
        }
        throw new UnsupportedFeatureException("extended attribute " + name + " does not fit into a v6 image, which has"
                + " those of user, trusted, security and POSIX ACLs");
    }

    private static boolean matches(byte[] name, String prefix) {
        byte[] wanted = prefix.getBytes(StandardCharsets.US_ASCII);
        return prefix.endsWith(".")
                ? name.length >= wanted.length && Arrays.equals(name, 0, wanted.length, wanted, 0, wanted.length)
                : Arrays.equals(name, wanted);
    }
}

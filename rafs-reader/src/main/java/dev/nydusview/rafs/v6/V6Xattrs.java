package dev.nydusview.rafs.v6;

import static dev.nydusview.rafs.layout.V6Layout.*;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The inline xattrs of an inode: {@code | header 12 | name length, index, value size | name | value | ... |}. */
public final class V6Xattrs {
    private V6Xattrs() {}

    public static List<Xattr> read(Bytes body) throws RafsFormatException, UnsupportedFeatureException {
        List<Xattr> xattrs = new ArrayList<>();
        if (body.length() == 0) {
            return xattrs;
        }
        if (body.u8(XH_SHARED_COUNT) != 0) {
            throw new UnsupportedFeatureException(
                    "shared xattrs are not supported (xattrs at offset 0x" + Long.toHexString(body.start()) + ")");
        }
        long at = XATTR_HEADER_SIZE;
        while (at < body.length()) {
            Bytes entry = body.at("v6 xattr", at, body.length() - at);
            int nameLength = entry.u8(XE_NAME_LEN);
            int valueSize = entry.u16(XE_VALUE_SIZE);
            xattrs.add(new Xattr(name(entry, nameLength), entry.copy(XE_NAME + (long) nameLength, valueSize)));
            at += aligned(XE_NAME + nameLength + valueSize);
        }
        return xattrs;
    }

    private static int aligned(int size) {
        return (size + XATTR_ALIGNMENT - 1) & -XATTR_ALIGNMENT;
    }

    private static RawName name(Bytes entry, int suffixLength) throws RafsFormatException {
        byte[] prefix = prefix(entry).getBytes(StandardCharsets.US_ASCII);
        byte[] suffix = entry.copy(XE_NAME, suffixLength);
        byte[] name = new byte[prefix.length + suffix.length];
        System.arraycopy(prefix, 0, name, 0, prefix.length);
        System.arraycopy(suffix, 0, name, prefix.length, suffix.length);
        return RawName.of(name);
    }

    private static String prefix(Bytes entry) throws RafsFormatException {
        return switch (entry.u8(XE_NAME_INDEX)) {
            case 1 -> "user.";
            case 2 -> "system.posix_acl_access";
            case 3 -> "system.posix_acl_default";
            case 4 -> "trusted.";
            case 6 -> "security.";
            default -> throw entry.fault("unknown xattr name index " + entry.u8(XE_NAME_INDEX));
        };
    }
}

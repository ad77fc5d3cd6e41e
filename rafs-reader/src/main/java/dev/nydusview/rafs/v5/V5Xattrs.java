package dev.nydusview.rafs.v5;

import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import java.util.ArrayList;
import java.util.List;

/**
 * The v5 xattr pairs: {@code | u32 size of key, NUL and value | key | NUL | value |} each, back to back. The value
 * starts behind the first NUL and may hold more of them.
 */
public final class V5Xattrs {
    private static final int SIZE_FIELD = 4;

    private V5Xattrs() {}

    public static List<Xattr> read(Bytes pairs) throws RafsFormatException {
        List<Xattr> xattrs = new ArrayList<>();
        long at = 0;
        while (at < pairs.length()) {
            Bytes pair = pairs.at("v5 xattr pair", at + SIZE_FIELD, pairs.u32(at));
            int length = (int) pair.length();
            int keyLength = pair.lengthToNul(0, length);
            if (keyLength == 0 || keyLength == length) {
                throw pair.fault("xattr without a name or without the NUL after it");
            }
            xattrs.add(
                    new Xattr(RawName.of(pair.copy(0, keyLength)), pair.copy(keyLength + 1L, length - keyLength - 1)));
            at += SIZE_FIELD + pair.length();
        }
        return xattrs;
    }
}

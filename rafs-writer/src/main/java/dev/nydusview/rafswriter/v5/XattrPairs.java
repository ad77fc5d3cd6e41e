package dev.nydusview.rafswriter.v5;

import dev.nydusview.rafs.model.Xattr;
import dev.nydusview.rafswriter.output.Stretch;
import java.io.IOException;
import java.util.List;

/** The extended attributes of an inode: {@code | u64 size of all | u32 size of key, NUL and value | key | NUL | value | ... |}. */
final class XattrPairs {
    private XattrPairs() {}

    /** Bytes of all pairs, without the size in front of them and what is behind them. */
    static long size(List<Xattr> xattrs) {
        long size = 0;
        for (Xattr xattr : xattrs) {
            size += Integer.BYTES + pairSize(xattr);
        }
        return size;
    }

    static void write(List<Xattr> xattrs, Stretch out) throws IOException {
        out.u64(size(xattrs));
        for (Xattr xattr : xattrs) {
            out.u32(pairSize(xattr)).bytes(xattr.name().bytes()).u8(0).bytes(xattr.value());
        }
    }

    private static long pairSize(Xattr xattr) {
        return xattr.name().length() + 1L + xattr.value().length;
    }
}

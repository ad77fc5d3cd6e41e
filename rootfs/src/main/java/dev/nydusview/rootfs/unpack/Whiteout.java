package dev.nydusview.rootfs.unpack;

import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.RawName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry that hides what lower layers have.
 *
 * @param hidden the name that it hides; null for all names in its directory
 */
record Whiteout(@Nullable RawName hidden) {
    private static final byte[] PREFIX = ".wh.".getBytes(StandardCharsets.US_ASCII);
    /** Begins the names of what AUFS kept for itself. */
    private static final byte[] METADATA = ".wh..wh.".getBytes(StandardCharsets.US_ASCII);

    private static final RawName OPAQUE = RawName.of(".wh..wh..opq");
    private static final RawName HERE = RawName.of(".");

    /** The whiteout that is called {@code name}; null if that is an ordinary name. */
    static @Nullable Whiteout of(RawName name) throws RafsFormatException {
        if (name.equals(OPAQUE)) {
            return new Whiteout(null);
        }
        if (!startsWith(name, PREFIX)) {
            return null;
        }
        RawName hidden = RawName.of(Arrays.copyOfRange(name.bytes(), PREFIX.length, name.length()));
        if (hidden.length() == 0 || hidden.equals(HERE) || hidden.equals(Names.ABOVE)) {
            throw new RafsFormatException("a whiteout hides no name");
        }
        return new Whiteout(hidden);
    }

    /** Whether a path is one of AUFS's own, which are no part of the image. */
    static boolean isMetadata(List<RawName> names) {
        int last = names.size() - 1;
        for (int i = 0; i <= last; i++) {
            if (startsWith(names.get(i), METADATA)
                    && !(i == last && names.get(i).equals(OPAQUE))) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(RawName name, byte[] prefix) {
        return name.length() >= prefix.length
                && Arrays.equals(name.bytes(), 0, prefix.length, prefix, 0, prefix.length);
    }
}

package dev.nydusview.rafs.overlay;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.NameRules;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Marks of a layer for files of the layers below it that are not there any more. OCI image layers have files called
 * {@code .wh.NAME} and {@code .wh..wh..opq}; overlayfs has character devices 0:0 and an extended attribute of
 * directories.
 */
public final class Whiteouts {
    /** Name of the file that hides all that the layers below have in its directory. */
    public static final RawName OPAQUE = RawName.of(".wh..wh..opq");

    private static final byte[] PREFIX = ".wh.".getBytes(StandardCharsets.US_ASCII);
    /** Prefix of the names of files that AUFS reserved for itself. */
    private static final byte[] AUFS_METADATA = ".wh..wh.".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] YES = {'y'};
    private static final List<String> OVERLAY_PREFIXES = List.of("trusted.overlay.", "user.overlay.");

    private Whiteouts() {}

    /** Tests whether {@code name} belongs to the layers' bookkeeping and is not shown. */
    public static boolean isReserved(RawName name) {
        return startsWith(name.bytes(), PREFIX);
    }

    /** Tests whether {@code name} is one that AUFS reserved for itself, or {@link #OPAQUE}. */
    public static boolean isAufsMetadata(RawName name) {
        return startsWith(name.bytes(), AUFS_METADATA);
    }

    /** Returns the name that the reserved name {@code whiteout} hides. */
    public static RawName hidden(RawName whiteout) {
        return RawName.of(Arrays.copyOfRange(whiteout.bytes(), PREFIX.length, whiteout.length()));
    }

    /** The name that hides {@code name}; null if that would be too long for a name. */
    static @Nullable RawName hiding(RawName name) {
        if (PREFIX.length + name.length() > NameRules.MAX_NAME) {
            return null;
        }
        byte[] bytes = Arrays.copyOf(PREFIX, PREFIX.length + name.length());
        System.arraycopy(name.bytes(), 0, bytes, PREFIX.length, name.length());
        return RawName.of(bytes);
    }

    /** Tests whether {@code inode} is the whiteout of its own name. */
    static boolean isWhiteout(Inode inode) {
        return inode.type() == FileType.CHARACTER_DEVICE && inode.rdev() == 0;
    }

    /** Tests whether a directory with {@code xattrs} is opaque. */
    static boolean isOpaque(List<Xattr> xattrs) throws UnsupportedFeatureException {
        for (Xattr xattr : xattrs) {
            String key = overlayKey(xattr);
            if (key.equals("redirect")) {
                throw new UnsupportedFeatureException("a layer has a directory that overlayfs has moved ("
                        + xattr.name() + "), which is not supported");
            }
            if (key.equals("opaque") && Arrays.equals(xattr.value(), YES)) {
                return true;
            }
        }
        return false;
    }

    /** {@code xattrs} without the bookkeeping of overlayfs, as overlayfs shows them. */
    static List<Xattr> visible(List<Xattr> xattrs) {
        return xattrs.stream().filter(xattr -> overlayKey(xattr).isEmpty()).toList();
    }

    private static String overlayKey(Xattr xattr) {
        String name = new String(xattr.name().bytes(), StandardCharsets.ISO_8859_1);
        return OVERLAY_PREFIXES.stream()
                .filter(name::startsWith)
                .map(prefix -> name.substring(prefix.length()))
                .findFirst()
                .orElse("");
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
}

package dev.nydusview.rootfs.attributes;

import dev.nydusview.rafs.model.Xattr;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Attributes to set.
 *
 * @param owner null to leave the owner as it is
 * @param mode permissions, set-user-ID, set-group-ID and sticky bit; empty to leave them as they are
 */
public record FileAttributes(@Nullable Owner owner, List<Xattr> xattrs, OptionalInt mode) {
    /** User and group, unsigned 32 bits each. */
    public record Owner(long uid, long gid) {}

    public FileAttributes {
        xattrs = List.copyOf(xattrs);
    }

    /** Extended attributes only. */
    public static FileAttributes of(List<Xattr> xattrs) {
        return new FileAttributes(null, xattrs, OptionalInt.empty());
    }

    public FileAttributes withOwner(long uid, long gid) {
        return new FileAttributes(new Owner(uid, gid), xattrs, mode);
    }

    public FileAttributes withMode(int newMode) {
        return new FileAttributes(owner, xattrs, OptionalInt.of(newMode));
    }
}

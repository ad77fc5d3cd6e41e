package dev.nydusview.testdata;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Expected attributes of one path. Names, targets and xattr names are the raw bytes read as Latin-1.
 *
 * @param mode octal with type bits, as {@code 0o100644}
 * @param mtime seconds; null for the root
 * @param size of a regular file, else null
 * @param nlink of a regular file with several links, else null
 * @param sha256 of a regular file's bytes, else null
 * @param target of a symbolic link, else null
 * @param rdev {@code major:minor} of a device, else null
 * @param xattrs values in hexadecimal, by name
 */
public record ListingEntry(
        String path,
        String mode,
        long uid,
        long gid,
        @Nullable Long mtime,
        @Nullable Long size,
        @Nullable Long nlink,
        @Nullable String linkGroup,
        @Nullable String sha256,
        @Nullable String target,
        @Nullable String rdev,
        Map<String, String> xattrs) {

    ListingEntry withTarget(String other) {
        return new ListingEntry(path, mode, uid, gid, mtime, size, nlink, linkGroup, sha256, other, rdev, xattrs);
    }

    ListingEntry withLinkGroup(String group) {
        return new ListingEntry(path, mode, uid, gid, mtime, size, nlink, group, sha256, target, rdev, xattrs);
    }
}

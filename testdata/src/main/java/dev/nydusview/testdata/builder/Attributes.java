package dev.nydusview.testdata.builder;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Attributes that files of any type have. Names and values of xattrs are bytes read as Latin-1.
 *
 * @param permissions the lower 12 bits of the mode
 * @param mtime seconds since 1970, negative before
 */
public record Attributes(int permissions, long uid, long gid, long mtime, int mtimeNanos, Map<String, String> xattrs) {
    public static final Attributes FILE = new Attributes(0644, 0, 0, 1_600_000_000, 0, Map.of());
    public static final Attributes DIRECTORY = FILE.permissions(0755);

    public Attributes {
        xattrs = Collections.unmodifiableMap(new TreeMap<>(xattrs));
    }

    public Attributes permissions(int other) {
        return new Attributes(other, uid, gid, mtime, mtimeNanos, xattrs);
    }

    public Attributes owner(long otherUid, long otherGid) {
        return new Attributes(permissions, otherUid, otherGid, mtime, mtimeNanos, xattrs);
    }

    public Attributes mtime(long seconds, int nanos) {
        return new Attributes(permissions, uid, gid, seconds, nanos, xattrs);
    }

    public Attributes xattr(String name, String value) {
        Map<String, String> more = new TreeMap<>(xattrs);
        more.put(Latin1.check(name), Latin1.check(value));
        return new Attributes(permissions, uid, gid, mtime, mtimeNanos, more);
    }
}

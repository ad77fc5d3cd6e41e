package dev.nydusview.image.nio;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Attributes by name. {@code basic}, {@code posix} and {@code owner} are those of the JDK; {@code unix} adds to posix
 * {@code mode}, {@code nlink}, {@code uid}, {@code gid} (unsigned, in an Integer) and {@code ino}, {@code rdev} (Long), as
 * the JDK on Linux has them.
 */
final class NamedAttributes {
    private static final String ALL = "*";

    private static final Map<String, Function<InodeAttributes, Object>> BASIC = new LinkedHashMap<>();
    private static final Map<String, Function<InodeAttributes, Object>> OWNER = Map.of("owner", InodeAttributes::owner);
    private static final Map<String, Function<InodeAttributes, Object>> POSIX;
    private static final Map<String, Function<InodeAttributes, Object>> UNIX;

    static {
        BASIC.put("lastModifiedTime", InodeAttributes::lastModifiedTime);
        BASIC.put("lastAccessTime", InodeAttributes::lastAccessTime);
        BASIC.put("creationTime", InodeAttributes::creationTime);
        BASIC.put("size", InodeAttributes::size);
        BASIC.put("isRegularFile", InodeAttributes::isRegularFile);
        BASIC.put("isDirectory", InodeAttributes::isDirectory);
        BASIC.put("isSymbolicLink", InodeAttributes::isSymbolicLink);
        BASIC.put("isOther", InodeAttributes::isOther);
        BASIC.put("fileKey", InodeAttributes::fileKey);
        POSIX = new LinkedHashMap<>(BASIC);
        POSIX.put("owner", InodeAttributes::owner);
        POSIX.put("group", InodeAttributes::group);
        POSIX.put("permissions", InodeAttributes::permissions);
        UNIX = new LinkedHashMap<>(POSIX);
        UNIX.put("mode", file -> file.inode().mode());
        UNIX.put("ino", file -> file.inode().number());
        UNIX.put("nlink", file -> (int) Math.min(file.inode().nlink(), Integer.MAX_VALUE));
        UNIX.put("uid", file -> (int) file.inode().uid());
        UNIX.put("gid", file -> (int) file.inode().gid());
        UNIX.put("rdev", file -> Integer.toUnsignedLong(file.inode().rdev()));
    }

    private static final Map<String, Map<String, Function<InodeAttributes, Object>>> VIEWS =
            Map.of("basic", BASIC, "owner", OWNER, "posix", POSIX, "unix", UNIX);

    private NamedAttributes() {}

    /** Names of the views, {@link XattrView}'s included. */
    static Set<String> views() {
        return Set.of("basic", "owner", "posix", "unix", XattrView.USER, XattrView.ALL);
    }

    static Map<String, Object> read(InodeAttributes file, String view, String names) {
        Map<String, Function<InodeAttributes, Object>> known = VIEWS.get(view);
        if (known == null) {
            throw new UnsupportedOperationException("there is no view \"" + view + "\"");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : list(names, known.keySet())) {
            Function<InodeAttributes, Object> attribute = known.get(name);
            if (attribute == null) {
                throw new IllegalArgumentException("the view \"" + view + "\" has no attribute \"" + name + "\"");
            }
            values.put(name, attribute.apply(file));
        }
        return values;
    }

    /** Splits names at commas; a star is all that there are. */
    static List<String> list(String names, Set<String> known) {
        List<String> asked = Arrays.asList(names.split(",", -1));
        return asked.contains(ALL) ? List.copyOf(known) : asked;
    }
}

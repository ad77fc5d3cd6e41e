package dev.nydusview.rootfs.record;

import dev.nydusview.rootfs.Omission;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Files whose copies on the disk differ from the image. */
public final class TreeLosses {
    private static final int SHOWN = 10;

    /** Bytes of a path for which every program has room. */
    private static final int LONG_PATH = 900;

    private static final Set<Omission> PRIVILEGES = EnumSet.of(Omission.OWNER, Omission.SET_ID, Omission.XATTR);

    private final Map<Omission, Loss> kinds = new EnumMap<>(Omission.class);
    private final NavigableMap<Integer, Long> lengths = new TreeMap<>();
    private byte[] longest = new byte[0];
    private long privileges;

    /**
     * Loss of one kind.
     *
     * @param files number of files that are affected
     * @param first paths of the first of these files, of any bytes
     */
    public record Loss(long files, List<byte[]> first) {
        public Loss {
            first = List.copyOf(first);
        }
    }

    /** @param path path of the file, computed only if it is kept */
    void add(Set<Omission> omissions, Supplier<byte[]> path) {
        for (Omission omission : omissions) {
            Loss before = kinds.getOrDefault(omission, new Loss(0, List.of()));
            List<byte[]> first = before.first;
            if (first.size() < SHOWN) {
                first = new ArrayList<>(first);
                first.add(path.get());
            }
            kinds.put(omission, new Loss(before.files + 1, first));
        }
        if (omissions.stream().anyMatch(PRIVILEGES::contains)) {
            privileges++;
        }
    }

    /** Counts a file or directory of the tree if programs may not have room for its whole path. */
    void seen(DirectoryWalk.Place place) {
        int length = place.length();
        if (length <= LONG_PATH) {
            return;
        }
        lengths.merge(length, 1L, Long::sum);
        if (length > longest.length) {
            longest = place.path();
        }
    }

    /** Numbers of files by the number of bytes in their paths, for paths of more than 900 bytes. */
    public NavigableMap<Integer, Long> longPaths() {
        return new TreeMap<>(lengths);
    }

    /** Longest of the paths of more than 900 bytes, of any bytes; empty if there are none. */
    public byte[] longestPath() {
        return longest.clone();
    }

    /** Losses by kind, in the order of the kinds; without kinds of which nothing was lost. */
    public Map<Omission, Loss> kinds() {
        return new EnumMap<>(kinds);
    }

    /**
     * Returns the number of files without their owner, set-ID bits or extended attributes, which may grant privileges.
     */
    public long withoutPrivileges() {
        return privileges;
    }
}

package dev.nydusview.unpack.record;

import dev.nydusview.unpack.tree.Omission;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What of an image is not on the disk as the image has it. */
public final class TreeLosses {
    private static final int SHOWN = 10;

    /** Every program has room for paths of so many bytes. */
    private static final int LONG_PATH = 900;

    private static final Set<Omission> PRIVILEGES = EnumSet.of(Omission.OWNER, Omission.SET_ID, Omission.XATTR);

    private final Map<Omission, Loss> kinds = new EnumMap<>(Omission.class);
    private final NavigableMap<Integer, Long> lengths = new TreeMap<>();
    private byte[] longest = new byte[0];
    private long privileges;

    /**
     * One kind.
     *
     * @param files how many are affected
     * @param first paths of the first of them, of any bytes
     */
    public record Loss(long files, List<byte[]> first) {
        public Loss {
            first = List.copyOf(first);
        }
    }

    /** @param path of the file, which is asked for where it is kept */
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

    /** A file or directory of the tree, of whose path programs may have no room for all. */
    void seen(TreeWalk.Place place) {
        int length = place.length();
        if (length <= LONG_PATH) {
            return;
        }
        lengths.merge(length, 1L, Long::sum);
        if (length > longest.length) {
            longest = place.path();
        }
    }

    /** How many files have paths of so many bytes, by that number: those with more than 900. */
    public NavigableMap<Integer, Long> longPaths() {
        return new TreeMap<>(lengths);
    }

    /** The longest of these paths, of any bytes; empty if there are none. */
    public byte[] longestPath() {
        return longest.clone();
    }

    /** By kind, in their order; without those of which nothing was lost. */
    public Map<Omission, Loss> kinds() {
        return new EnumMap<>(kinds);
    }

    /** Files without their owner, set-ID bits or extended attributes: those that may give somebody privileges. */
    public long withoutPrivileges() {
        return privileges;
    }
}

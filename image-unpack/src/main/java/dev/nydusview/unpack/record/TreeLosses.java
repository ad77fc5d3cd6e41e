package dev.nydusview.unpack.record;

import dev.nydusview.unpack.tree.Omission;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What of an image is not on the disk as the image has it. */
public final class TreeLosses {
    private static final int SHOWN = 10;
    private static final Set<Omission> PRIVILEGES = EnumSet.of(Omission.OWNER, Omission.SET_ID, Omission.XATTR);

    private final Map<Omission, Loss> kinds = new EnumMap<>(Omission.class);
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

    void add(Set<Omission> omissions, TreeWalk.Place place) {
        for (Omission omission : omissions) {
            Loss before = kinds.getOrDefault(omission, new Loss(0, List.of()));
            List<byte[]> first = before.first;
            if (first.size() < SHOWN) {
                first = new ArrayList<>(first);
                first.add(place.path());
            }
            kinds.put(omission, new Loss(before.files + 1, first));
        }
        if (omissions.stream().anyMatch(PRIVILEGES::contains)) {
            privileges++;
        }
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

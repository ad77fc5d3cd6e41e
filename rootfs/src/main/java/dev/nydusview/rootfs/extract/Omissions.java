package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rootfs.Omission;
import java.util.EnumMap;
import java.util.Map;

/** Counts of files that could not be written as they are in the image. */
public final class Omissions {
    /** Number of omissions of one kind, and the path of the first. */
    public record Count(long count, EntryPath first) {}

    private final Map<Omission, Count> counts = new EnumMap<>(Omission.class);

    public void add(Omission omission, EntryPath path) {
        counts.merge(omission, new Count(1, path), (before, one) -> new Count(before.count + 1, before.first));
    }

    /** Returns counts by kind, in their order; without kinds of which nothing was omitted. */
    public Map<Omission, Count> counts() {
        return new EnumMap<>(counts);
    }
}

package dev.nydusview.rootfs.extract;

import java.util.EnumMap;
import java.util.Map;

/** What could not be written as it is in the image: how often, and where first. */
public final class Omissions {
    /** What can be lost. */
    public enum Kind {
        OWNER,
        /** Set-user-ID and set-group-ID bits, which mean something else with another owner. */
        SET_ID,
        XATTR,
        DEVICE,
        SOCKET
    }

    /** How often something was lost. */
    public record Count(long count, TreePath first) {}

    private final Map<Kind, Count> counts = new EnumMap<>(Kind.class);

    public void add(Kind kind, TreePath path) {
        counts.merge(kind, new Count(1, path), (before, one) -> new Count(before.count + 1, before.first));
    }

    /** By kind, in their order; without those of which nothing was lost. */
    public Map<Kind, Count> counts() {
        return new EnumMap<>(counts);
    }
}

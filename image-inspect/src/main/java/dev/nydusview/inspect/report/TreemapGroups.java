package dev.nydusview.inspect.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Divides the tree into few parts of similar weight, so that each can have a color: repeatedly, the heaviest directory
 * is taken out of the heaviest part. Part 0 is the remainder below the root.
 */
final class TreemapGroups {
    private static final int MAX_GROUPS = 11;

    /** Smallest share of the image that is worth a color: 1/50. */
    private static final int MIN_SHARE = 50;

    /** Share of a parent at which a directory is skipped in favour of its children: 7/8. */
    private static final double NEARLY_ALL = 0.875;

    private final Map<Directory, Long> taken = new HashMap<>();
    private final List<Directory> roots = new ArrayList<>();
    private final List<Directory> whole = new ArrayList<>();

    private TreemapGroups(Directory root) {
        roots.add(root);
    }

    /**
     * A part of the tree.
     *
     * @param path the directory
     * @param rest true if other parts were taken out of it
     * @param size bytes of regular files
     * @param plain bytes of the chunks that are first used here, decompressed
     * @param stored bytes that those are stored in
     */
    record Group(
            @JsonProperty("path") String path,
            @JsonProperty("rest") boolean rest,
            @JsonProperty("files") long files,
            @JsonProperty("size") long size,
            @JsonProperty("plain") long plain,
            @JsonProperty("stored") long stored) {}

    /** Sets the group of each directory. */
    static List<Group> divide(DirectoryTree tree) {
        TreemapGroups groups = new TreemapGroups(tree.root());
        groups.divide();
        groups.assign(tree);
        return groups.report();
    }

    private void divide() {
        long least = Math.max(1, roots.get(0).total().size() / MIN_SHARE);
        while (roots.size() < MAX_GROUPS) {
            Directory heaviest = roots.stream()
                    .filter(root -> !whole.contains(root))
                    .reduce((a, b) -> weight(a) >= weight(b) ? a : b)
                    .orElse(null);
            if (heaviest == null || weight(heaviest) < least) {
                return;
            }
            Directory part = partOf(heaviest);
            if (part == null || weight(part) < least) {
                whole.add(heaviest);
            } else {
                take(part);
                dropIfSmall(heaviest, least);
            }
        }
    }

    /** Returns the heaviest directory below, or the one in it that makes up nearly all of it; null if there is none. */
    private @Nullable Directory partOf(Directory root) {
        Directory part = null;
        for (Directory next = largestChild(root); next != null; next = largestChild(next)) {
            if (part != null && weight(part) < NEARLY_ALL * weight(root)) {
                return part;
            }
            part = next;
        }
        return part;
    }

    private @Nullable Directory largestChild(Directory directory) {
        return directory.directories().stream()
                .filter(child -> !roots.contains(child))
                .reduce((a, b) -> weight(a) >= weight(b) ? a : b)
                .orElse(null);
    }

    private void take(Directory part) {
        long weight = weight(part);
        for (Directory up = part.parent(); up != null; up = up.parent()) {
            taken.merge(up, weight, Long::sum);
            if (roots.contains(up)) {
                break;
            }
        }
        roots.add(part);
    }

    /** Drops a part of which too little is left. */
    private void dropIfSmall(Directory part, long least) {
        if (part.parent() != null && weight(part) < least / 4) {
            roots.remove(part);
        }
    }

    private long weight(Directory directory) {
        return directory.total().size() - taken.getOrDefault(directory, 0L);
    }

    /** Parents come before their directories. */
    private void assign(DirectoryTree tree) {
        for (Directory directory : tree.all()) {
            int own = roots.indexOf(directory);
            Directory parent = directory.parent();
            directory.setGroup(own >= 0 || parent == null ? Math.max(0, own) : parent.group());
        }
    }

    private List<Group> report() {
        List<Group> groups = new ArrayList<>();
        for (Directory root : roots) {
            Totals total = root.total();
            List<Directory> inside =
                    roots.stream().filter(other -> above(other) == root).toList();
            groups.add(new Group(
                    DisplayText.path(root.path()),
                    !inside.isEmpty(),
                    total.files()
                            - inside.stream()
                                    .mapToLong(part -> part.total().files())
                                    .sum(),
                    total.size()
                            - inside.stream()
                                    .mapToLong(part -> part.total().size())
                                    .sum(),
                    total.plain()
                            - inside.stream()
                                    .mapToLong(part -> part.total().plain())
                                    .sum(),
                    total.stored()
                            - inside.stream()
                                    .mapToLong(part -> part.total().stored())
                                    .sum()));
        }
        return groups;
    }

    /** The group that {@code root} was taken out of; null for the first. */
    private @Nullable Directory above(Directory root) {
        Directory parent = root.parent();
        return parent == null ? null : Objects.requireNonNull(roots.get(parent.group()));
    }
}

package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.RawName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which part of what is below a directory is wanted. */
public final class Selection {
    private final Map<RawName, Selection> children = new HashMap<>();
    private boolean all;

    private Selection() {}

    /** Everything. */
    public static Selection all() {
        return of(List.of(List.of()));
    }

    /** What is at or below any of {@code paths}, and the directories on the way to it. */
    public static Selection of(List<List<RawName>> paths) {
        Selection root = new Selection();
        for (List<RawName> path : paths) {
            Selection at = root;
            for (RawName name : path) {
                at = at.children.computeIfAbsent(name, unused -> new Selection());
            }
            at.all = true;
        }
        return root;
    }

    /** What is wanted of the child {@code name}; null for nothing. */
    @Nullable
    Selection child(RawName name) {
        return all ? this : children.get(name);
    }
}

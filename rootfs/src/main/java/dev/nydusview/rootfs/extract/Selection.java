package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Part of a tree: all of it, or everything at and below some paths. */
public final class Selection {
    private final Map<RawName, Selection> children = new HashMap<>();
    private boolean all;

    private Selection() {}

    /** Selects everything. */
    public static Selection all() {
        return of(List.of(List.of()));
    }

    /** Selects everything at and below {@code paths}, and their parent directories. */
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

    /** Tests whether {@code tree} has an entry {@code name} in its root, of which something is selected. */
    public boolean hasAtTop(InodeTree tree, RawName name) throws IOException {
        return child(name) != null && tree.lookup(tree.inode(tree.root()), name).isPresent();
    }

    /** Returns the selected part of the child {@code name}; null for nothing. */
    @Nullable
    Selection child(RawName name) {
        return all ? this : children.get(name);
    }
}

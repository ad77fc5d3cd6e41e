package dev.nydusview.rafs.walk;

import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.path.EntryPath;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Finds out what inodes are called. */
public final class FilePaths {
    private FilePaths() {}

    /** The first path to each of {@code inodes}; none for what cannot be reached. */
    public static Map<Long, EntryPath> of(InodeTree tree, Set<Long> inodes) {
        Map<Long, EntryPath> paths = new HashMap<>();
        TreeWalk.readable(tree, (path, inode) -> {
            if (inodes.contains(inode.number())) {
                paths.putIfAbsent(inode.number(), path);
            }
            return paths.size() < inodes.size();
        });
        return paths;
    }
}

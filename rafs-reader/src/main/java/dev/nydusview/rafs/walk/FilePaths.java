package dev.nydusview.rafs.walk;

import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.path.EntryPath;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Finds the paths of inodes. */
public final class FilePaths {
    private FilePaths() {}

    /** Returns the first path to each of {@code inodes}; inodes that cannot be reached are absent. */
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

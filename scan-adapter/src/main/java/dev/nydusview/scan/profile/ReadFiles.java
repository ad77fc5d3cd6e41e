package dev.nydusview.scan.profile;

import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.path.FileStretches;
import dev.nydusview.rafs.path.FileStretches.Stretch;
import dev.nydusview.rafs.path.Stretches;
import dev.nydusview.rafs.walk.TreeWalk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files that readers of a mount were given, in the order in which they came to them, and the stretches of each. Of a
 * bounded number of files: those that were read first.
 */
final class ReadFiles {
    private static final int MAX_FILES = 1 << 14;

    /** Files that are visited at most to find the paths of those that were read. */
    private static final int MAX_VISITED = 1 << 20;

    private final InodeTree tree;
    private final Map<Long, Stretches> files = new LinkedHashMap<>();
    private final Map<Long, EntryPath> paths = new HashMap<>(); // used by whoever asks for the list
    private long changes;

    ReadFiles(InodeTree tree) {
        this.tree = tree;
    }

    /** Notes that {@code count} bytes of a file from {@code from} on were read. */
    synchronized void read(Inode file, long from, long count) {
        if (count <= 0) {
            return;
        }
        Stretches stretches = files.get(file.number());
        if (stretches == null) {
            if (files.size() >= MAX_FILES) {
                return;
            }
            stretches = new Stretches();
            files.put(file.number(), stretches);
        }
        if (stretches.add(new Stretch(from, from + count))) {
            changes++;
        }
    }

    /** Returns a number that grows with what was read. */
    synchronized long changes() {
        return changes;
    }

    /** Returns the files with their paths, for which it may walk through the tree. For one thread at a time. */
    List<FileStretches> list() {
        Map<Long, Stretches> read;
        synchronized (this) {
            read = new LinkedHashMap<>(files);
        }
        Set<Long> unknown = new HashSet<>(read.keySet());
        unknown.removeAll(paths.keySet());
        if (!unknown.isEmpty()) {
            int[] visited = {0};
            TreeWalk.readable(tree, (path, inode) -> {
                if (inode.isRegular() && unknown.remove(inode.number())) {
                    paths.put(inode.number(), path);
                }
                return !unknown.isEmpty() && ++visited[0] < MAX_VISITED;
            });
        }
        List<FileStretches> list = new ArrayList<>();
        synchronized (this) {
            read.forEach((number, stretches) -> {
                EntryPath path = paths.get(number);
                if (path != null) {
                    list.add(new FileStretches(path, stretches.list()));
                }
            });
        }
        return list;
    }
}

package dev.nydusview.inspect.report;

import dev.nydusview.rafs.path.EntryPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Directories of an image, each before those that are in it, as a walk meets them. */
final class DirectoryTree {
    private final Directory root = new Directory(null, EntryPath.ROOT);
    private final List<Directory> all = new ArrayList<>(List.of(root));
    private Directory current = root;

    Directory root() {
        return root;
    }

    List<Directory> all() {
        return Collections.unmodifiableList(all);
    }

    /** Returns the directory at {@code path}, which must be on the walk's current path. */
    Directory at(EntryPath path) {
        Directory directory = current;
        while (directory.path() != path) {
            Directory parent = directory.parent();
            if (parent == null) {
                throw new IllegalArgumentException("the walk is not in this directory");
            }
            directory = parent;
        }
        current = directory;
        return directory;
    }

    void enter(EntryPath path) {
        current = at(path.parent()).enter(path);
        all.add(current);
    }

    /** Adds the sums of subdirectories to each directory. Call it once, after the walk. */
    void sumUp() {
        for (int i = all.size() - 1; i > 0; i--) {
            Directory directory = all.get(i);
            Directory parent = directory.parent();
            if (parent != null) {
                parent.total().add(directory.total());
            }
        }
    }
}

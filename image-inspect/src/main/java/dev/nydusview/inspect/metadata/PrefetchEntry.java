package dev.nydusview.inspect.metadata;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.walk.TreeWalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An entry of the prefetch table: a file that the builder wants fetched early.
 *
 * @param path all paths of the file, in the order of a walk; those of directories end with a slash
 */
public record PrefetchEntry(long inode, List<String> path) {

    /** Returns the prefetch table, in its order; each inode once. */
    public static List<PrefetchEntry> of(RafsImage image, TreeWalk.Damage damage) throws IOException {
        Map<Long, PrefetchEntry> entries = new LinkedHashMap<>();
        for (long inode : image.prefetch().inodes()) {
            entries.putIfAbsent(inode, new PrefetchEntry(inode, new ArrayList<>()));
        }
        PrefetchEntry root = entries.get(image.tree().root());
        if (root != null) {
            root.path.add("/");
        }
        if (!entries.isEmpty()) {
            TreeWalk.all(image.tree(), (path, inode) -> named(entries, path, inode), damage);
        }
        return List.copyOf(entries.values());
    }

    private static boolean named(Map<Long, PrefetchEntry> entries, EntryPath path, Inode inode) {
        PrefetchEntry entry = entries.get(inode.number());
        if (entry != null) {
            entry.path.add(path + (inode.isDirectory() ? "/" : ""));
        }
        return true;
    }
}

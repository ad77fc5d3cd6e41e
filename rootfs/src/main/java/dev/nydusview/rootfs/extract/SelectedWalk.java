package dev.nydusview.rootfs.extract;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.NameRules;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rootfs.extract.WalkStep.Kind;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A walk through the selected part of a tree, one step at a time. It ends for any image: a directory has one place, its
 * names are different and lead neither out of it nor through anything except a directory.
 */
final class SelectedWalk {
    /*
     * rafs.walk.TreeWalk calls its visitor and goes around damage; here the caller takes steps, runs ahead of what is
     * written, sees where directories end, and stops at the first damage. InodeTree promises the order of names and one
     * place for a directory. Both are checked again, because a file that is written through an entry of the same name
     * would be outside of the directory.
     */

    /** Deeper than any path that a program can open at once: Linux takes 4096 bytes, a slash and a letter each. */
    private static final int MAX_DEPTH = 2048;

    private final InodeTree tree;
    private final Selection selection;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final Set<Long> directories = new HashSet<>();
    private final Map<Long, EntryPath> linked = new HashMap<>();
    private boolean started;

    SelectedWalk(InodeTree tree, Selection selection) {
        this.tree = tree;
        this.selection = selection;
    }

    /** Takes the next step; null at the end. */
    @Nullable
    WalkStep next() throws IOException {
        if (!started) {
            started = true;
            return enter(EntryPath.ROOT, tree.inode(tree.root()), selection);
        }
        Level level = levels.peek();
        if (level == null) {
            return null;
        }
        DirEntry entry = level.next();
        if (entry == null) {
            levels.pop();
            return new WalkStep(Kind.LEAVE, level.path, level.directory);
        }
        return step(level, entry);
    }

    private WalkStep step(Level level, DirEntry entry) throws IOException {
        EntryPath path = level.path.child(entry.name());
        try {
            Inode inode = tree.child(level.directory, entry);
            if (inode.isDirectory()) {
                return enter(path, inode, level.selected(entry.name()));
            }
            EntryPath first = inode.nlink() > 1 ? linked.putIfAbsent(inode.number(), path) : null;
            return first == null
                    ? new WalkStep(kind(inode), path, inode)
                    : new WalkStep(Kind.LINK, path, inode, first, null);
        } catch (IOException e) {
            throw new ExtractionException(path, e);
        }
    }

    private static Kind kind(Inode inode) {
        return switch (inode.type()) {
            case REGULAR -> Kind.FILE;
            case SYMLINK -> Kind.SYMLINK;
            default -> Kind.SPECIAL;
        };
    }

    private WalkStep enter(EntryPath path, Inode directory, Selection selected) throws IOException {
        if (!directory.isDirectory()) {
            throw new RafsFormatException(
                    "inode", directory.offset(), "the root is not a directory but a " + directory.type());
        }
        if (!directories.add(directory.number())) {
            throw new RafsFormatException("directory", directory.offset(), "occurs at a second place in the tree");
        }
        if (levels.size() >= MAX_DEPTH) {
            throw new UnsupportedFeatureException("directories are nested more than " + MAX_DEPTH + " deep");
        }
        levels.push(new Level(path, directory, selected));
        return new WalkStep(Kind.ENTER, path, directory);
    }

    /** A directory that is being walked through, and how far. */
    private final class Level {
        private final EntryPath path;
        private final Inode directory;
        private final Selection selection;
        private @Nullable DirEntry last;
        private @Nullable DirEntry wanted;

        Level(EntryPath path, Inode directory, Selection selection) {
            this.path = path;
            this.directory = directory;
            this.selection = selection;
        }

        /** Returns the next entry that is wanted; null at the end. */
        @Nullable
        DirEntry next() throws IOException {
            wanted = null;
            try {
                tree.list(directory, last == null ? 0 : last.next(), this::visit);
            } catch (IOException e) {
                throw new ExtractionException(path, e);
            }
            return wanted;
        }

        private boolean visit(DirEntry entry) throws IOException {
            NameRules.check(entry.name(), "directory", directory.offset());
            if (last != null && last.name().compareTo(entry.name()) >= 0) {
                throw new RafsFormatException(
                        "directory",
                        directory.offset(),
                        "\"" + entry.name() + "\" comes after \"" + last.name() + "\"");
            }
            last = entry;
            wanted = selection.child(entry.name()) == null ? null : entry;
            return wanted == null;
        }

        Selection selected(RawName name) {
            Selection child = selection.child(name);
            if (child == null) {
                throw new IllegalStateException(name + " is not wanted");
            }
            return child;
        }
    }
}

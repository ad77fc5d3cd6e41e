package dev.nydusview.rafs.walk;

import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.path.EntryPath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Visits everything in and below a directory: each directory before its entries, names in the order of their bytes.
 * Skips what is damaged. Memory grows with the depth only; a walk ends, as {@link InodeTree#child} lets a directory
 * have one place.
 */
public final class TreeWalk {
    /** Number of failures after which a walk gives up. */
    private static final int MAX_FAILURES = 1 << 16;

    private final InodeTree tree;
    private final Visitor visitor;
    private final Entry entry;
    private final Damage damage;
    private final Deque<Level> levels = new ArrayDeque<>();
    private @Nullable IOException refusal;
    private boolean ended;
    private int failures;

    private TreeWalk(InodeTree tree, Visitor visitor, Entry entry, Damage damage) {
        this.tree = tree;
        this.visitor = visitor;
        this.entry = entry;
        this.damage = damage;
    }

    /** Receives each name with its inode. */
    @FunctionalInterface
    public interface Visitor {
        /** Visits a file; returns whether to continue. An exception ends the walk. */
        boolean visit(EntryPath path, Inode inode) throws IOException;
    }

    /** Decides about directories that have been visited. */
    @FunctionalInterface
    public interface Entry {
        /** Tests whether to visit the entries of {@code directory}. */
        boolean enters(EntryPath path, Inode directory);
    }

    /** Receives the failure of the inode at {@code path}, or of the entries of the directory there. */
    @FunctionalInterface
    public interface Damage {
        /** Ends the walk by throwing. */
        void at(EntryPath path, IOException failure) throws IOException;

        /** Damage ends the walk. */
        Damage FATAL = (path, failure) -> {
            throw failure;
        };
    }

    /** Visits everything below the root. */
    public static void all(InodeTree tree, Visitor visitor, Damage damage) throws IOException {
        Inode root;
        try {
            root = tree.inode(tree.root());
        } catch (IOException e) {
            damage.at(EntryPath.ROOT, e);
            return;
        }
        below(tree, EntryPath.ROOT, root, visitor, damage);
    }

    /** Receives each name with its inode, and has nothing to fail at. */
    @FunctionalInterface
    public interface Reader {
        /** Receives a file; returns whether to continue. */
        boolean read(EntryPath path, Inode inode);
    }

    /** Visits everything below the root that can be read; skips the rest. */
    public static void readable(InodeTree tree, Reader reader) {
        try {
            all(tree, reader::read, (path, failure) -> {});
        } catch (IOException e) {
            throw new IllegalStateException(e); // neither of them throws
        }
    }

    /** Visits everything below {@code directory}, which is at {@code path}. */
    public static void below(InodeTree tree, EntryPath path, Inode directory, Visitor visitor, Damage damage)
            throws IOException {
        below(tree, path, directory, visitor, (place, inode) -> true, damage);
    }

    /** Visits everything below {@code directory}, but only in directories that {@code entry} enters. */
    public static void below(
            InodeTree tree, EntryPath path, Inode directory, Visitor visitor, Entry entry, Damage damage)
            throws IOException {
        TreeWalk walk = new TreeWalk(tree, visitor, entry, damage);
        walk.levels.push(walk.new Level(path, directory));
        walk.run();
    }

    /** Visits the entries of {@code directory}, which is at {@code path}, and enters none. */
    public static void children(InodeTree tree, EntryPath path, Inode directory, Visitor visitor, Damage damage)
            throws IOException {
        TreeWalk walk = new TreeWalk(tree, visitor, (place, inode) -> false, damage);
        walk.new Level(path, directory).visit();
    }

    private void run() throws IOException {
        while (!levels.isEmpty() && !ended) {
            Level level = levels.peek();
            if (!level.visit()) {
                levels.pop();
            }
        }
    }

    private void failed(EntryPath path, IOException failure) throws IOException {
        damage.at(path, failure);
        ended |= ++failures > MAX_FAILURES;
    }

    /** A directory that is being visited, and how far. */
    private final class Level {
        private final EntryPath path;
        private final Inode directory;
        private long position;
        private boolean entered;

        Level(EntryPath path, Inode directory) {
            this.path = path;
            this.directory = directory;
        }

        /** Returns whether it has entered a directory, and may have more entries; false at the end. */
        boolean visit() throws IOException {
            entered = false;
            try {
                tree.list(directory, position, this::visit);
            } catch (IOException e) {
                if (e.equals(refusal)) {
                    throw e;
                }
                entered = false;
                failed(path, e);
            }
            return entered;
        }

        private boolean visit(DirEntry found) throws IOException {
            position = found.next();
            EntryPath place = path.child(found.name());
            Inode inode;
            try {
                inode = tree.child(directory, found);
            } catch (IOException e) {
                return unreadable(place, e);
            }
            ended |= !visited(place, inode);
            if (inode.isDirectory() && !ended && entry.enters(place, inode)) {
                levels.push(new Level(place, inode));
                entered = true;
            }
            return !entered && !ended;
        }

        private boolean unreadable(EntryPath place, IOException failure) throws IOException {
            try {
                failed(place, failure);
            } catch (IOException e) {
                refusal = e;
                throw e;
            }
            return !ended;
        }

        private boolean visited(EntryPath place, Inode inode) throws IOException {
            try {
                return visitor.visit(place, inode);
            } catch (IOException e) {
                refusal = e;
                throw e;
            }
        }
    }
}

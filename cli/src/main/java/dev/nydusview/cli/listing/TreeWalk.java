package dev.nydusview.cli.listing;

import dev.nydusview.cli.path.ImagePath;
import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.InodeTree;
import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.RawName;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Visits what is in a directory, with or without what is below it. Memory grows with the depth and the number of
 * directories, not with the number of files; an image in which a directory has two places is refused, as walking
 * it might never end.
 */
public final class TreeWalk {
    private final InodeTree tree;
    private final Visitor visitor;
    private final Set<Long> seen = new HashSet<>();

    public TreeWalk(InodeTree tree, Visitor visitor) {
        this.tree = tree;
        this.visitor = visitor;
    }

    /** Receives each entry: its escaped path, its name and its inode. */
    @FunctionalInterface
    public interface Visitor {
        void visit(String path, RawName name, Inode inode) throws IOException;
    }

    /** The entries of {@code directory}, in the order of their bytes. */
    public void children(String path, Inode directory) throws IOException {
        tree.list(directory, 0, entry -> {
            visitor.visit(ImagePath.child(path, entry.name()), entry.name(), tree.child(directory, entry));
            return true;
        });
    }

    /** Everything below {@code directory}, each directory before what is in it. */
    public void descendants(String path, Inode directory) throws IOException {
        Deque<Level> levels = new ArrayDeque<>();
        enter(path, directory, levels);
        while (!levels.isEmpty()) {
            Level level = levels.peek();
            if (!level.visitUpToNextDirectory(levels)) {
                levels.pop();
            }
        }
    }

    private void enter(String path, Inode directory, Deque<Level> levels) throws IOException {
        if (!seen.add(directory.number())) {
            throw new RafsFormatException("directory", directory.offset(), path + " has another place in the tree");
        }
        levels.push(new Level(path, directory));
    }

    /** A directory that is being visited, and how far. */
    private final class Level {
        private final String path;
        private final Inode directory;
        private long position;
        private boolean descended;

        Level(String path, Inode directory) {
            this.path = path;
            this.directory = directory;
        }

        /** Returns whether it has entered a directory; false at the end. */
        boolean visitUpToNextDirectory(Deque<Level> levels) throws IOException {
            descended = false;
            tree.list(directory, position, entry -> {
                Inode inode = tree.child(directory, entry);
                String child = ImagePath.child(path, entry.name());
                visitor.visit(child, entry.name(), inode);
                position = entry.next();
                if (inode.isDirectory()) {
                    enter(child, inode, levels);
                    descended = true;
                }
                return !descended;
            });
            return descended;
        }
    }
}

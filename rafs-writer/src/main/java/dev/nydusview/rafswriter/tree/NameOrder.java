package dev.nydusview.rafswriter.tree;

import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The order of the names of a tree in a bootstrap: the root, then all entries of a directory in the order of their bytes,
 * then what is below each of them in turn. Each name has a place in it, from 0.
 */
public final class NameOrder {
    /** Name of the root in v5. */
    private static final RawName ROOT = RawName.of("/");

    private final InodeTree tree;
    private final Visitor visitor;
    private final Deque<Pending> directories = new ArrayDeque<>();
    private int places;

    private NameOrder(InodeTree tree, Visitor visitor) {
        this.tree = tree;
        this.visitor = visitor;
    }

    /** Receives the names of a tree. */
    public interface Visitor {
        /** Receives a name; the first one is the root's, "/". */
        void name(int place, RawName name, Inode inode) throws IOException;

        /** Hears that the names that follow, until the next call, are those in {@code directory}. */
        default void enter(int place, Inode directory) throws IOException {}

        /** Hears that the directory that was entered last has no more entries. */
        default void leave() throws IOException {}
    }

    private record Pending(int place, long inode) {}

    /** Visits all names of {@code tree}. Damage ends the visit. */
    public static void visit(InodeTree tree, Visitor visitor) throws IOException {
        new NameOrder(tree, visitor).run();
    }

    private void run() throws IOException {
        Inode root = tree.inode(tree.root());
        visitor.name(places++, ROOT, root);
        directories.push(new Pending(0, root.number()));
        while (!directories.isEmpty()) {
            visit(directories.pop());
        }
    }

    private void visit(Pending pending) throws IOException {
        Inode directory = tree.inode(pending.inode());
        List<Pending> below = new ArrayList<>();
        visitor.enter(pending.place(), directory);
        tree.list(directory, 0, entry -> {
            Inode inode = tree.child(directory, entry);
            if (inode.isDirectory()) {
                below.add(new Pending(places, inode.number()));
            }
            visitor.name(places++, entry.name(), inode);
            return true;
        });
        visitor.leave();
        for (int i = below.size() - 1; i >= 0; i--) {
            directories.push(below.get(i));
        }
    }
}

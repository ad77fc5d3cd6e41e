package dev.nydusview.inspect.find;

import dev.nydusview.inspect.LocatedFile;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.walk.TreeWalk;
import java.io.IOException;

/** A search for files below a place, in the order of a walk. */
public final class Search {
    private final InodeTree tree;
    private final Expression wanted;
    private final TreeWalk.Visitor visitor;
    private final TreeWalk.Damage damage;

    private Search(InodeTree tree, Expression wanted, TreeWalk.Visitor visitor, TreeWalk.Damage damage) {
        this.tree = tree;
        this.wanted = wanted;
        this.visitor = visitor;
        this.damage = damage;
    }

    /** Visits the files that are wanted, {@code start} itself included; a file that cannot be tested is damage. */
    public static void run(
            InodeTree tree, LocatedFile start, Expression wanted, TreeWalk.Visitor visitor, TreeWalk.Damage damage)
            throws IOException {
        Search search = new Search(tree, wanted, visitor, damage);
        search.consider(start.path(), start.inode(), 0);
        if (start.inode().isDirectory() && wanted.enters(0)) {
            search.below(start);
        }
    }

    private void below(LocatedFile start) throws IOException {
        int base = start.path().depth();
        TreeWalk.below(
                tree,
                start.path(),
                start.inode(),
                (path, inode) -> consider(path, inode, path.depth() - base),
                (path, directory) -> wanted.enters(path.depth() - base),
                damage);
    }

    private boolean consider(EntryPath path, Inode inode, int depth) throws IOException {
        boolean found;
        try {
            found = wanted.wants(new Candidate(tree, path, inode, depth));
        } catch (IOException e) {
            damage.at(path, e);
            return true;
        }
        return !found || visitor.visit(path, inode);
    }
}

package dev.nydusview.rafs.check;

import dev.nydusview.rafs.DirEntry;
import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.InodeTree;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * Visits all that can be reached from the root, and leaves out what cannot be read: that is for the structure check to
 * report. Enters each directory once, and gives up an image that is made of failures.
 */
final class ImageWalk {
    private static final int MAX_FAILURES = 1 << 16;

    private final InodeTree tree;
    private final Visitor visitor;
    private final BitSet entered = new BitSet();
    private final Deque<Directory> pending = new ArrayDeque<>();
    private boolean ended;
    private int failures;

    /** Receives each name with its inode. */
    @FunctionalInterface
    interface Visitor {
        /** Returns whether to go on. */
        boolean visit(EntryPath path, Inode inode);
    }

    private record Directory(EntryPath path, Inode inode) {}

    private ImageWalk(InodeTree tree, Visitor visitor) {
        this.tree = tree;
        this.visitor = visitor;
    }

    static void run(InodeTree tree, Visitor visitor) {
        new ImageWalk(tree, visitor).run();
    }

    private void run() {
        try {
            enter(EntryPath.ROOT, tree.inode(tree.root()));
        } catch (IOException e) {
            return;
        }
        while (!pending.isEmpty() && !ended) {
            Directory directory = pending.pop();
            try {
                tree.list(directory.inode, 0, entry -> visit(directory, entry));
            } catch (IOException e) {
                // What stands behind the damage is not reachable for any reader
            }
        }
    }

    private boolean visit(Directory directory, DirEntry entry) {
        try {
            Inode inode = tree.child(directory.inode, entry);
            EntryPath path = directory.path.child(entry.name());
            ended = !visitor.visit(path, inode);
            if (inode.isDirectory()) {
                enter(path, inode);
            }
        } catch (IOException e) {
            ended |= ++failures > MAX_FAILURES;
        }
        return !ended;
    }

    /** Both formats have fewer inodes than the bootstrap has bytes, of which there are less than 2^31. */
    private void enter(EntryPath path, Inode inode) {
        int number = (int) inode.number();
        if (!entered.get(number)) {
            entered.set(number);
            pending.push(new Directory(path, inode));
        }
    }
}

package dev.nydusview.inspect.tree;

import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.walk.TreeWalk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Visits a tree, with the lines that draw it. Memory grows with the entries of the directories above the current one.
 */
public final class TreeDrawing {
    private final InodeTree tree;
    private final Style style;
    private final Visitor visitor;
    private final TreeWalk.Damage damage;
    private final Deque<Level> levels = new ArrayDeque<>();

    /**
     * Selection of entries, and the characters to draw them with.
     *
     * @param maxDepth 1 for the entries of the start alone
     */
    public record Style(int maxDepth, boolean directoriesOnly, boolean ascii) {}

    /** Receives each entry. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Receives an entry.
         *
         * @param lines text before the name: the lines that lead to it
         * @param depth 1 for the entries of the start
         */
        void visit(String lines, EntryPath path, Inode inode, int depth) throws IOException;
    }

    private record Child(EntryPath path, Inode inode) {}

    /** A directory, its entries that are still to be drawn, and the lines that pass by its entries. */
    private record Level(Deque<Child> children, String passing) {}

    private TreeDrawing(InodeTree tree, Style style, Visitor visitor, TreeWalk.Damage damage) {
        this.tree = tree;
        this.style = style;
        this.visitor = visitor;
        this.damage = damage;
    }

    /** Visits everything below {@code directory}, in order. */
    public static void run(
            InodeTree tree, EntryPath path, Inode directory, Style style, Visitor visitor, TreeWalk.Damage damage)
            throws IOException {
        TreeDrawing drawing = new TreeDrawing(tree, style, visitor, damage);
        drawing.enter(path, directory, "");
        while (!drawing.levels.isEmpty()) {
            drawing.step();
        }
    }

    private void enter(EntryPath path, Inode directory, String passing) throws IOException {
        if (levels.size() >= style.maxDepth) {
            return;
        }
        List<Child> children = new ArrayList<>();
        TreeWalk.Visitor collector = (place, inode) -> {
            if (!style.directoriesOnly || inode.isDirectory()) {
                children.add(new Child(place, inode));
            }
            return true;
        };
        TreeWalk.children(tree, path, directory, collector, damage);
        levels.push(new Level(new ArrayDeque<>(children), passing));
    }

    private void step() throws IOException {
        Level level = levels.element();
        Child child = level.children.poll();
        if (child == null) {
            levels.pop();
            return;
        }
        boolean last = level.children.isEmpty();
        int depth = levels.size();
        visitor.visit(level.passing + (last ? corner() : branch()), child.path, child.inode, depth);
        if (child.inode.isDirectory()) {
            enter(child.path, child.inode, level.passing + (last ? "    " : line()));
        }
    }

    private String branch() {
        return style.ascii ? "|-- " : "├── ";
    }

    private String corner() {
        return style.ascii ? "`-- " : "└── ";
    }

    private String line() {
        return style.ascii ? "|   " : "│   ";
    }
}

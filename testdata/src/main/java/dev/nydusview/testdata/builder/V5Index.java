package dev.nydusview.testdata.builder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the names of a tree: all children of a directory, then the contents of each of them in turn. */
final class V5Index {
    private final List<V5Inode> inodes = new ArrayList<>();
    private final Map<SourceNode, Integer> numbers = new HashMap<>();

    V5Index(SourceNode root) {
        add("/", root, 0);
        addBelow(0);
    }

    private void add(String name, SourceNode node, int parent) {
        int index = inodes.size() + 1;
        Integer first = numbers.putIfAbsent(node, index);
        inodes.add(new V5Inode(name, node, index, first == null ? index : first, parent, 0));
    }

    private void addBelow(int place) {
        V5Inode directory = inodes.get(place);
        int from = inodes.size();
        directory.node().children().forEach((name, child) -> add(name, child, directory.number()));
        int to = inodes.size();
        inodes.set(
                place,
                new V5Inode(
                        directory.name(),
                        directory.node(),
                        directory.index(),
                        directory.number(),
                        directory.parent(),
                        from + 1));
        for (int child = from; child < to; child++) {
            if (inodes.get(child).node().isDirectory()) {
                addBelow(child);
            }
        }
    }

    /** Returns the inodes by index, from 1. */
    List<V5Inode> inodes() {
        return Collections.unmodifiableList(inodes);
    }

    int number(SourceNode node) {
        Integer number = numbers.get(node);
        if (number == null) {
            throw new IllegalArgumentException("not of this tree");
        }
        return number;
    }

    /** Returns the number of files, however many names each has. */
    int files() {
        return numbers.size();
    }
}

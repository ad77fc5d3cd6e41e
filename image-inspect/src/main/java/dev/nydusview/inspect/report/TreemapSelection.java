package dev.nydusview.inspect.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Selects the part of the tree that fits on a page: the largest directories are opened first, until the page is full.
 */
final class TreemapSelection {
    /** Characters of JSON, about. */
    private static final int ROOM = 1_200_000;

    private static final int ITEM_COST = 64;
    static final int MAX_DIRECTORIES = 150;

    private final List<TreeItem> items = new ArrayList<>();
    private final PriorityQueue<Candidate> candidates = new PriorityQueue<>(
            Comparator.comparingLong((Candidate c) -> c.directory().total().size())
                    .reversed()
                    .thenComparingInt(Candidate::place));
    private int room = ROOM;

    private TreemapSelection() {}

    /** A directory at a place of the list, which may be opened. */
    private record Candidate(Directory directory, int place) {}

    static List<TreeItem> of(DirectoryTree tree) {
        TreemapSelection selection = new TreemapSelection();
        selection.add(-1, tree.root());
        for (Candidate next = selection.candidates.poll(); next != null; next = selection.candidates.poll()) {
            selection.open(next);
        }
        return selection.items;
    }

    private void add(int parent, Directory directory) {
        boolean empty = directory.directories().isEmpty() && directory.ownFiles() == 0;
        candidates.add(new Candidate(directory, items.size()));
        add(TreeItem.directory(parent, directory, !empty));
    }

    private void add(TreeItem item) {
        items.add(item);
        room -= ITEM_COST + item.name().length();
    }

    private void open(Candidate candidate) {
        Directory directory = candidate.directory();
        if (room <= 0 || !items.get(candidate.place()).closed()) {
            return;
        }
        int place = candidate.place();
        items.set(place, TreeItem.directory(items.get(place).parent(), directory, false));
        Totals shown = new Totals();
        directory.directories().stream()
                .sorted(Comparator.comparingLong(
                                (Directory child) -> child.total().size())
                        .reversed())
                .limit(MAX_DIRECTORIES)
                .forEach(child -> {
                    add(place, child);
                    shown.addDirectory();
                    shown.add(child.total());
                });
        directory.largest().stream()
                .sorted(Comparator.comparingLong(Directory.FileItem::size).reversed())
                .forEach(file -> {
                    add(TreeItem.file(place, file, directory.group()));
                    shown.addFiles(1);
                    shown.addSize(file.size());
                    shown.addChunk(file.plain(), file.stored());
                });
        Totals total = directory.total();
        if (shown.files() < total.files() || shown.directories() < total.directories()) {
            add(TreeItem.rest(place, directory, shown));
        }
    }
}

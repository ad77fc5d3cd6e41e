package dev.nydusview.inspect.report;

import dev.nydusview.rafs.path.EntryPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A directory: its subdirectories, its largest files, and sums of everything in and below it. */
final class Directory {
    /** Files of one directory that a page shows. */
    static final int MAX_FILES = 150;

    private final @Nullable Directory parent;
    private final EntryPath path;
    private final Totals total = new Totals();
    private final List<Directory> directories = new ArrayList<>();
    private final PriorityQueue<FileItem> largest = new PriorityQueue<>(Comparator.comparingLong(FileItem::size));
    private long ownFiles;
    private int group;

    Directory(@Nullable Directory parent, EntryPath path) {
        this.parent = parent;
        this.path = path;
    }

    /** A regular file, counted where it was first met. */
    record FileItem(EntryPath path, long size, long plain, long stored) {}

    Directory enter(EntryPath child) {
        Directory entered = new Directory(this, child);
        directories.add(entered);
        total.addDirectory();
        return entered;
    }

    /** Counts a name that is not a directory. */
    void addName() {
        ownFiles++;
        total.addFiles(1);
    }

    void addFile(FileItem file) {
        total.addSize(file.size());
        total.addChunk(file.plain(), file.stored());
        largest.add(file);
        if (largest.size() > MAX_FILES) {
            largest.remove();
        }
    }

    @Nullable
    Directory parent() {
        return parent;
    }

    EntryPath path() {
        return path;
    }

    /** Complete once the tree is summed up. */
    Totals total() {
        return total;
    }

    List<Directory> directories() {
        return Collections.unmodifiableList(directories);
    }

    /** The largest regular files, in no order. */
    List<FileItem> largest() {
        return List.copyOf(largest);
    }

    /** Names in this directory that are not directories. */
    long ownFiles() {
        return ownFiles;
    }

    int group() {
        return group;
    }

    void setGroup(int number) {
        group = number;
    }
}

package dev.nydusview.inspect.diff;

import dev.nydusview.inspect.Entry;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.walk.TreeWalk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares two images, directory by directory, in the order of names. No byte of a blob is read: content is the same if
 * its chunks have the same digests. Memory grows with depth and the largest directory.
 */
public final class ImageDiff {
    private final RafsImage before;
    private final RafsImage after;
    private final FileComparison comparison;
    private final Consumer consumer;
    private final TreeWalk.Damage damage;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final Map<Change.Kind, Long> counts = new EnumMap<>(Change.Kind.class);
    private long unknown;
    private long addedBytes;
    private long removedBytes;

    /** Receives changes. */
    @FunctionalInterface
    public interface Consumer {
        void accept(Change change) throws IOException;
    }

    /** A directory of both images, and its names that are still to be compared. */
    private record Level(EntryPath path, Inode old, Inode now, Deque<DirEntry> oldNames, Deque<DirEntry> nowNames) {}

    private ImageDiff(
            RafsImage before, RafsImage after, DiffOptions options, Consumer consumer, TreeWalk.Damage damage) {
        this.before = before;
        this.after = after;
        this.comparison = new FileComparison(before, after, options);
        this.consumer = consumer;
        this.damage = damage;
    }

    /**
     * Finds the changes from {@code before} to {@code after}; files that cannot be read in either are reported as
     * damage.
     */
    public static DiffSummary run(
            RafsImage before, RafsImage after, DiffOptions options, Consumer consumer, TreeWalk.Damage damage)
            throws IOException {
        ImageDiff diff = new ImageDiff(before, after, options, consumer, damage);
        diff.compare(
                EntryPath.ROOT,
                before.tree().inode(before.tree().root()),
                after.tree().inode(after.tree().root()));
        while (!diff.levels.isEmpty()) {
            diff.step();
        }
        NewChunks chunks = NewChunks.of(before, after, diff.comparison.comparable(), damage);
        return new DiffSummary(
                diff.count(Change.Kind.ADDED),
                diff.count(Change.Kind.REMOVED),
                diff.count(Change.Kind.CHANGED),
                diff.unknown,
                diff.addedBytes,
                diff.removedBytes,
                chunks.count(),
                chunks.storedBytes(),
                diff.comparison.comparable());
    }

    private long count(Change.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    private void step() throws IOException {
        Level level = levels.element();
        DirEntry old = level.oldNames.peek();
        DirEntry now = level.nowNames.peek();
        if (old == null && now == null) {
            levels.pop();
            return;
        }
        int order = old == null ? 1 : now == null ? -1 : old.name().compareTo(now.name());
        RawName name = old != null && order <= 0
                ? old.name()
                : Objects.requireNonNull(now).name();
        EntryPath path = level.path.child(name);
        Inode oldInode = order <= 0 ? inode(before.tree(), level.old, level.oldNames.remove(), path) : null;
        Inode nowInode = order >= 0 ? inode(after.tree(), level.now, level.nowNames.remove(), path) : null;
        if (oldInode != null && nowInode != null) {
            compare(path, oldInode, nowInode);
        } else if (oldInode != null && order < 0) {
            one(Change.Kind.REMOVED, before, path, oldInode);
        } else if (nowInode != null && order > 0) {
            one(Change.Kind.ADDED, after, path, nowInode);
        }
    }

    private @Nullable Inode inode(InodeTree tree, Inode directory, DirEntry entry, EntryPath path) throws IOException {
        try {
            return tree.child(directory, entry);
        } catch (IOException e) {
            damage.at(path, e);
            return null;
        }
    }

    private void compare(EntryPath path, Inode old, Inode now) throws IOException {
        List<String> what;
        try {
            what = comparison.compare(old, now);
        } catch (IOException e) {
            damage.at(path, e);
            what = List.of();
        }
        if (!what.isEmpty()) {
            unknown += what.contains("content?") ? 1 : 0;
            report(Change.Kind.CHANGED, path, what, entry(before, path, old), entry(after, path, now));
        }
        if (old.isDirectory() && now.isDirectory()) {
            levels.push(new Level(path, old, now, names(before, path, old), names(after, path, now)));
        } else if (old.isDirectory()) {
            below(Change.Kind.REMOVED, before, path, old);
        } else if (now.isDirectory()) {
            below(Change.Kind.ADDED, after, path, now);
        }
    }

    private Deque<DirEntry> names(RafsImage image, EntryPath path, Inode directory) throws IOException {
        List<DirEntry> entries = new ArrayList<>();
        try {
            image.tree().list(directory, 0, entries::add);
        } catch (IOException e) {
            damage.at(path, e);
        }
        return new ArrayDeque<>(entries);
    }

    /** A file that only one of the images has, and everything below it. */
    private void one(Change.Kind kind, RafsImage image, EntryPath path, Inode inode) throws IOException {
        reportOne(kind, image, path, inode);
        if (inode.isDirectory()) {
            below(kind, image, path, inode);
        }
    }

    private void below(Change.Kind kind, RafsImage image, EntryPath path, Inode directory) throws IOException {
        TreeWalk.Visitor visitor = (place, inode) -> {
            reportOne(kind, image, place, inode);
            return true;
        };
        TreeWalk.below(image.tree(), path, directory, visitor, damage);
    }

    private void reportOne(Change.Kind kind, RafsImage image, EntryPath path, Inode inode) throws IOException {
        boolean added = kind == Change.Kind.ADDED;
        if (inode.isRegular()) {
            addedBytes += added ? inode.size() : 0;
            removedBytes += added ? 0 : inode.size();
        }
        Entry entry = entry(image, path, inode);
        report(kind, path, List.of(), added ? null : entry, added ? entry : null);
    }

    private @Nullable Entry entry(RafsImage image, EntryPath path, Inode inode) throws IOException {
        try {
            return Entry.of(path.toString(), inode, image.tree());
        } catch (IOException e) {
            damage.at(path, e);
            return null;
        }
    }

    private void report(Change.Kind kind, EntryPath path, List<String> what, @Nullable Entry old, @Nullable Entry now)
            throws IOException {
        counts.merge(kind, 1L, Long::sum);
        consumer.accept(new Change(kind, path.toString(), what, old, now));
    }
}

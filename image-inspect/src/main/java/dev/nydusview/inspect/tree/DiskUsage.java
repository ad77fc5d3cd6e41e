package dev.nydusview.inspect.tree;

import dev.nydusview.inspect.LocatedFile;
import dev.nydusview.inspect.chunk.ChunkDescriber;
import dev.nydusview.inspect.chunk.ChunkDetails;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.walk.FileChunks;
import dev.nydusview.rafs.walk.TreeWalk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Sums up directories, each after those in it. Memory grows with depth, hard links and chunks. */
public final class DiskUsage {
    private final RafsImage image;
    private final ChunkDescriber describer;
    private final Consumer<DirectoryUsage> consumer;
    private final TreeWalk.Damage damage;
    private final int base;
    private final Deque<Sum> open = new ArrayDeque<>();
    private final Set<Long> linked = new HashSet<>();

    /** Chunks that have been met, by blob and index. */
    private final Map<Integer, BitSet> chunks = new HashMap<>();

    /** Stored bytes that several chunks share and that have been met, by blob and offset. */
    private final Map<Integer, Set<Long>> shared = new HashMap<>();

    private DiskUsage(
            RafsImage image,
            ChunkLocator locator,
            int base,
            Consumer<DirectoryUsage> consumer,
            TreeWalk.Damage damage) {
        this.image = image;
        this.describer = new ChunkDescriber(image, locator);
        this.base = base;
        this.consumer = consumer;
        this.damage = damage;
    }

    /** Sums up {@code start}, a directory or a file, and every directory below it. */
    public static void run(
            RafsImage image,
            ChunkLocator locator,
            LocatedFile start,
            Consumer<DirectoryUsage> consumer,
            TreeWalk.Damage damage)
            throws IOException {
        DiskUsage usage = new DiskUsage(image, locator, start.path().depth(), consumer, damage);
        usage.open.push(new Sum(start.path()));
        if (start.inode().isDirectory()) {
            TreeWalk.below(image.tree(), start.path(), start.inode(), usage::visit, damage);
        } else {
            usage.add(usage.open.peek(), start.path(), start.inode());
        }
        while (!usage.open.isEmpty()) {
            usage.leave();
        }
    }

    private static final class Sum {
        private final EntryPath path;
        private long bytes;
        private long stored;
        private long files;
        private long directories;

        Sum(EntryPath path) {
            this.path = path;
        }
    }

    private boolean visit(EntryPath path, Inode inode) throws IOException {
        while (open.element().path != path.parent()) {
            leave();
        }
        if (inode.isDirectory()) {
            open.element().directories++;
            open.push(new Sum(path));
        } else {
            add(open.element(), path, inode);
        }
        return true;
    }

    private void leave() {
        Sum sum = open.pop();
        int depth = sum.path.depth() - base;
        String path = sum.path.toString();
        consumer.accept(new DirectoryUsage(path, depth, sum.bytes, sum.stored, sum.files, sum.directories));
        Sum parent = open.peek();
        if (parent != null) {
            parent.bytes += sum.bytes;
            parent.stored += sum.stored;
            parent.files += sum.files;
            parent.directories += sum.directories;
        }
    }

    private void add(Sum sum, EntryPath path, Inode inode) throws IOException {
        if (inode.nlink() > 1 && !linked.add(inode.number())) {
            return;
        }
        sum.files++;
        if (!inode.isRegular()) {
            return;
        }
        sum.bytes += inode.size();
        int chunkSize = image.superblock().chunkSize();
        IOException failure = FileChunks.visit(image.tree(), inode, chunkSize, record -> sum.stored += stored(record));
        if (failure != null) {
            damage.at(path, failure);
        }
    }

    /** Bytes that nothing before has used. */
    private long stored(ChunkRecord record) {
        ChunkRef chunk = record.chunk();
        BitSet seen = chunks.computeIfAbsent(chunk.blobIndex(), blob -> new BitSet());
        if (seen.get(chunk.index())) {
            return 0;
        }
        seen.set(chunk.index());
        if (!ChunkDescriber.shares(image.blobs().get(chunk.blobIndex()))) {
            return record.storedSize();
        }
        ChunkDetails details = describer.describe(record);
        Long offset = details.storedOffset();
        Long size = details.storedSize();
        boolean first = offset != null
                && size != null
                && shared.computeIfAbsent(chunk.blobIndex(), blob -> new HashSet<>())
                        .add(offset);
        return first && size != null ? size : 0;
    }
}

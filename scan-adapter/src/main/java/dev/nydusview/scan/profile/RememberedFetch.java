package dev.nydusview.scan.profile;

import dev.nydusview.rafs.chunk.OpenImage;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.path.FileStretches;
import dev.nydusview.rafs.path.FileStretches.Stretch;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Fetches files of an image that were read of others of its repository, in that order: little at first, and then in
 * proportion to the bytes of it that readers have used. For one thread at a time.
 */
final class RememberedFetch {
    /** Stored bytes for each that was used. */
    private static final long FACTOR = 3;

    /** Stored bytes that are asked for at a time: many, as what lies between two chunks is fetched again if it is wanted later. */
    private static final long BATCH_BYTES = 16 << 20;

    /** Batches under way at most: while one arrives, the next is asked for. */
    private static final int MAX_BATCHES = 2;

    /** Bytes of one stretch that are looked up at most. */
    private static final long MOST_OF_A_FILE = 256 << 20;

    /** Stored bytes that are worth a request. */
    private static final long LEAST_BYTES = 256 << 10;

    private final OpenImage image;
    private final InodeTree tree;
    private final AheadUse use;
    private final long first;
    private final long most;
    private final Iterator<FileStretches> left;
    private final List<ChunkRef> next = new ArrayList<>();
    private final Deque<Long> underWay = new ArrayDeque<>();
    private final AtomicLong bytesUnderWay = new AtomicLong();
    private volatile boolean ended;
    private List<RawName> lastParent = List.of();
    private @Nullable Inode lastDirectory;

    /**
     * @param files the most important first
     * @param first stored bytes that are fetched before any of them is used
     * @param most stored bytes that are fetched at all
     * @param use knows what was used of what this fetches, and of nothing else
     */
    RememberedFetch(OpenImage image, List<FileStretches> files, long first, long most, AheadUse use)
            throws IOException {
        this.image = image;
        this.tree = image.rafs().tree();
        this.use = use;
        this.first = first;
        this.most = most;
        this.left = files.iterator();
        this.lastDirectory = tree.inode(tree.root());
    }

    /** Tests whether more may be fetched, by the bytes that were used so far; for any thread. */
    boolean isWorthMore() {
        return !ended && allowed() >= LEAST_BYTES;
    }

    private long allowed() {
        return Math.min(most, first + FACTOR * use.usedBytes()) - use.fetchedBytes() - bytesUnderWay.get();
    }

    /** Begins to fetch more, if that is worth it; runs {@code arrived} each time that something has come. */
    void goOn(Runnable arrived) {
        while (underWay.size() < MAX_BATCHES && isWorthMore()) {
            long budget = Math.min(BATCH_BYTES, allowed());
            List<ChunkRef> batch = batch(budget);
            ended = batch.isEmpty();
            if (!ended) {
                underWay.add(budget);
                bytesUnderWay.addAndGet(budget);
                CompletableFuture<Void> unused = image.chunks()
                        .prefetch(batch, Math.min(budget + BATCH_BYTES, most - use.fetchedBytes()), use)
                        .thenRun(arrived);
            }
        }
    }

    /** Notes that one of the batches has come, and goes on. */
    void arrived(Runnable arrived) {
        bytesUnderWay.addAndGet(-underWay.remove());
        goOn(arrived);
    }

    private List<ChunkRef> batch(long bytes) {
        List<ChunkRef> batch = new ArrayList<>();
        long stored = 0;
        while (stored < bytes && (!next.isEmpty() || left.hasNext())) {
            if (next.isEmpty()) {
                next.addAll(chunks(left.next()));
            }
            int taken = 0;
            for (; taken < next.size() && stored < bytes; taken++) {
                ChunkRef chunk = next.get(taken);
                stored += size(chunk);
                batch.add(chunk);
            }
            next.subList(0, taken).clear();
        }
        return batch;
    }

    private long size(ChunkRef chunk) {
        try {
            return image.locator().locate(chunk).size();
        } catch (IOException e) {
            return 0; // it will not be fetched either
        }
    }

    /** Returns the chunks of the stretches of a file; none if there is no such file in this image. */
    private List<ChunkRef> chunks(FileStretches remembered) {
        List<ChunkRef> chunks = new ArrayList<>();
        try {
            Inode file = find(remembered.path());
            if (file == null || !file.isRegular()) {
                return List.of();
            }
            for (Stretch stretch : remembered.stretches()) {
                long end = Math.min(stretch.to(), file.size());
                if (stretch.from() < end) {
                    chunks.addAll(tree.chunks(file, stretch.from(), Math.min(end - stretch.from(), MOST_OF_A_FILE)));
                }
            }
        } catch (IOException e) {
            return List.of(); // a reader of the file will get the failure
        }
        return chunks;
    }

    /** Returns the file at a path that leads through directories only; null if there is none. */
    private @Nullable Inode find(EntryPath path) throws IOException {
        Inode directory = directory(path.parent());
        return directory == null ? null : child(directory, path.name());
    }

    /** Returns a directory; most files are in that of the file before. */
    private @Nullable Inode directory(EntryPath path) throws IOException {
        List<RawName> names = path.names();
        if (!names.equals(lastParent)) {
            Inode directory = tree.inode(tree.root());
            for (RawName name : names) {
                directory = directory != null && directory.isDirectory() ? child(directory, name) : null;
            }
            lastParent = names;
            lastDirectory = directory != null && directory.isDirectory() ? directory : null;
        }
        return lastDirectory;
    }

    private @Nullable Inode child(Inode directory, RawName name) throws IOException {
        OptionalLong number = tree.lookup(directory, name);
        return number.isPresent() ? tree.inode(number.getAsLong()) : null;
    }
}

package dev.nydusview.fuse.kernel;

import dev.nydusview.base.Threads;
import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.linux.Errno;
import dev.nydusview.linux.FuseDevice;
import dev.nydusview.rafs.chunk.PendingRead;
import dev.nydusview.rafs.model.Inode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stores the beginnings of files into the page cache before they are asked for: of the next siblings of a file that is
 * read by a program which goes through its directory. Nothing but verified bytes is stored; a sibling that cannot be
 * delivered is left to whoever asks for it, and then its failure counts.
 *
 * <p>Storing waits for pages that are being read, which may take as long as a registry. So files of which reads wait are
 * passed over; and as a read may come in between, one thread of its own stores at a time, for which no answer waits long:
 * whoever finds another one storing answers without.
 */
final class SiblingStores {
    /** Bytes of a file that are stored at most: as many as the kernel reads ahead by default. */
    private static final int MAX_HEAD = 1 << 17;

    /** Bytes of chunks that are delivered for one batch at most, as a chunk can be much larger than a head. */
    private static final long MAX_CHUNK_BYTES = 1 << 22;

    /** Milliseconds that an answer waits for the bytes of siblings that come from afar. */
    private static final int PATIENCE = 100;

    private final ImageFileSystem fileSystem;
    private final Nodes nodes;
    private final SeenEntries seen;
    private final DirectoryReaders readers = new DirectoryReaders();
    private final WaitingRequests waiting;
    private final LateReplies late;
    private final Semaphore storing = new Semaphore(1);
    private final Reply notice = new Reply(FuseProtocol.STORE_SIZE + MAX_HEAD);
    private final boolean enabled;

    /** As many threads as batches are late, so that no answer waits for the storing of another batch. */
    private final ExecutorService waiters = Executors.newCachedThreadPool(Threads.daemons("fuse-siblings"));

    SiblingStores(
            ImageFileSystem fileSystem, Nodes nodes, SeenEntries seen, WaitingRequests waiting, LateReplies late) {
        this.fileSystem = fileSystem;
        this.nodes = nodes;
        this.seen = seen;
        this.waiting = waiting;
        this.late = late;
        this.enabled = !fileSystem.options().negotiatesOpens();
    }

    /**
     * Siblings whose beginnings have been asked for.
     *
     * @param own the beginning of the file that is read, which was asked for with them
     */
    record Batch(PendingRead own, List<Inode> files, List<PendingRead> reads) {
        boolean isDone() {
            return reads.stream().allMatch(PendingRead::isDone);
        }

        /** Runs {@code next} when all have come or failed. */
        void whenDone(Runnable next) {
            AtomicInteger left = new AtomicInteger(reads.size());
            for (PendingRead read : reads) {
                read.whenDone(() -> {
                    if (left.decrementAndGet() == 0) {
                        next.run();
                    }
                });
            }
        }
    }

    /**
     * Notes that a file is read from its beginning, and asks for the beginnings of those that will probably be next.
     *
     * @param length bytes that the program reads of it, which are stored of each sibling as well; more where it reads all
     * @return null if none are
     */
    @Nullable
    Batch begin(Inode file, int length) {
        if (!enabled || file.size() == 0) {
            return null;
        }
        SeenEntries.Place place = seen.place(file.number());
        if (place == null || place.offset() == 0) {
            return null;
        }
        try {
            int window = readers.window(place.parent(), place.offset(), this::firstFileAfter);
            if (window == 0) {
                return null;
            }
            int head = length >= file.size() ? MAX_HEAD : Math.min(Math.max(length, Limits.PAGE), MAX_HEAD);
            List<Inode> files = new ArrayList<>(List.of(file)); // first, so that it is fetched together with the others
            long end = siblings(place, window, files);
            readers.requested(place.parent(), end);
            if (files.size() == 1) {
                return null;
            }
            List<PendingRead> reads = fileSystem.startHeads(files, head);
            return new Batch(reads.get(0), files.subList(1, files.size()), reads.subList(1, reads.size()));
        } catch (IOException | RuntimeException e) {
            return null; // whoever asks for what is wrong is told
        }
    }

    /** Returns the offset after the first file with data that follows {@code offset} in a directory; 0 if none does. */
    private long firstFileAfter(long directory, long offset) throws IOException {
        long[] found = {0};
        fileSystem.siblings(directory, offset, (file, next) -> {
            found[0] = file.size() > 0 ? next : 0;
            return file.size() == 0;
        });
        return found[0];
    }

    /** Collects the files that follow, and returns the offset after them. */
    private long siblings(SeenEntries.Place place, int window, List<Inode> files) throws IOException {
        long[] end = {place.offset()};
        long[] bytes = {0};
        fileSystem.siblings(place.parent(), place.offset(), (file, offset) -> {
            if (file.size() > 0) {
                bytes[0] += Math.min(file.size(), fileSystem.chunkSize());
                if (bytes[0] > MAX_CHUNK_BYTES) {
                    return false;
                }
                files.add(file);
            }
            end[0] = offset;
            return files.size() <= window;
        });
        return end[0];
    }

    /** Stores a batch that is done, unless another one is being stored. */
    void store(Batch batch, FuseDevice device) {
        if (!storing.tryAcquire()) {
            return;
        }
        Future<?> stored;
        try {
            stored = waiters.submit(() -> {
                try {
                    late.run(() -> storeAll(batch, device));
                } finally {
                    storing.release();
                }
            });
        } catch (RejectedExecutionException e) {
            storing.release();
            return;
        }
        try {
            stored.get(PATIENCE, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // The answer does without.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void storeAll(Batch batch, FuseDevice device) {
        for (int i = 0; i < batch.files().size(); i++) {
            Inode file = batch.files().get(i);
            PendingRead read = batch.reads().get(i);
            boolean storable = read.isDone() && !waiting.has(nodes.node(file.number()));
            if (storable && !store(file, read, device)) {
                return;
            }
        }
    }

    /** Returns whether to go on: not where the kernel does not know a node, as it will not know those after it. */
    private boolean store(Inode file, PendingRead read, FuseDevice device) {
        notice.beginStore(nodes.node(file.number()), 0, read.length());
        try {
            read.finish(notice.bytes());
        } catch (IOException | RuntimeException e) {
            return true;
        }
        int result = notice.send(device);
        if (result == 0) {
            fileSystem.storedAhead(file, read.length());
        }
        return result != -Errno.ENOENT.number();
    }

    /**
     * Stores a batch when it is done, if that is soon, and runs {@code next} then. Threads that deliver chunks wait for
     * nothing here.
     */
    void storeWhenDone(Batch batch, FuseDevice device, Runnable next) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        batch.whenDone(() -> done.complete(null));
        CompletableFuture<Void> unused = done.completeOnTimeout(null, PATIENCE, TimeUnit.MILLISECONDS)
                .thenRunAsync(
                        () -> {
                            store(batch, device);
                            next.run();
                        },
                        waiters);
    }

    void close() {
        waiters.shutdown();
    }
}

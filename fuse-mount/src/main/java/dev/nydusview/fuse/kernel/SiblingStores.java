package dev.nydusview.fuse.kernel;

import dev.nydusview.base.ThreadSupply;
import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.linux.Errno;
import dev.nydusview.linux.FuseDevice;
import dev.nydusview.rafs.chunk.PendingRead;
import dev.nydusview.rafs.model.Inode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stores the beginnings of files into the page cache before they are asked for: of the next siblings of a file that is
 * read by a program which goes through its directory. Nothing but verified bytes is stored; a sibling that cannot be
 * delivered is left to whoever asks for it, and then its failure counts.
 *
 * <p>Storing waits for pages that are being read, which may take as long as a registry. So files of which reads wait are
 * passed over; and as a read may come in between, two threads of their own store one batch at a time, for which no answer
 * waits long: whoever finds another batch being stored answers without.
 */
final class SiblingStores {
    /** Bytes of a file that are stored at most: as many as the kernel reads ahead by default. */
    private static final int MAX_HEAD = 1 << 17;

    /** Bytes of chunks that are delivered for one batch at most, as a chunk can be much larger than a head. */
    private static final long MAX_CHUNK_BYTES =
            Math.min(1 << 22, Runtime.getRuntime().maxMemory() / 64);

    /** Siblings from which on two threads share the work. */
    private static final int SHARED_FROM = 16;

    /** Milliseconds that an answer waits for the bytes of siblings that come from afar. */
    private static final int PATIENCE = 100;

    static final Batch NONE = new Batch(List.of(), List.of());

    private final ImageFileSystem fileSystem;
    private final Nodes nodes;
    private final SeenEntries seen;
    private final DirectoryReaders readers = new DirectoryReaders();
    private final WaitingRequests waiting;
    private final LateReplies late;
    private final Semaphore storing = new Semaphore(1);
    private final Reply notice = new Reply(FuseProtocol.STORE_SIZE + MAX_HEAD);
    private final Reply secondNotice = new Reply(FuseProtocol.STORE_SIZE + MAX_HEAD);
    private final boolean enabled;

    /** As many threads as batches are late, so that no answer waits for the storing of another batch. */
    private final ExecutorService waiters = Executors.newCachedThreadPool(ThreadSupply.daemons("fuse-siblings"));

    private final Executor onWaiters = ThreadSupply.noting(waiters);

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
     * Files whose beginnings will probably be read next.
     *
     * @param files beginning with the one that is read now, as they are fetched together
     * @param head bytes of each that are stored
     */
    record Next(List<Inode> files, int head) {
        List<Inode> siblings() {
            return files.subList(1, files.size());
        }
    }

    /** Files whose beginnings have been asked for. */
    record Batch(List<Inode> files, List<PendingRead> reads) {
        boolean isEmpty() {
            return files.isEmpty();
        }

        Batch afterFirst() {
            return isEmpty() ? this : part(1, files.size());
        }

        private Batch part(int from, int to) {
            return new Batch(files.subList(from, to), reads.subList(from, to));
        }

        /** Completes when all have come or failed. */
        private CompletableFuture<Void> done() {
            CompletableFuture<Void> done = new CompletableFuture<>();
            AtomicInteger left = new AtomicInteger(reads.size());
            for (PendingRead read : reads) {
                read.whenDone(() -> {
                    if (left.decrementAndGet() == 0) {
                        done.complete(null);
                    }
                });
            }
            return done;
        }
    }

    /**
     * Notes that a file is read from its beginning, and returns those that will probably be next.
     *
     * @param length bytes that the program reads of it, which are stored of each sibling as well; more where it reads all
     * @return null if there are none
     */
    @Nullable
    Next next(Inode file, int length) {
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
            List<Inode> files = new ArrayList<>(List.of(file));
            long end = siblings(place, window, files);
            readers.requested(place.parent(), end);
            int head = length >= file.size() ? MAX_HEAD : Math.min(Math.max(length, Limits.PAGE), MAX_HEAD);
            return files.size() == 1 ? null : new Next(files, head);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            return null; // whoever asks for what is wrong is told
        }
    }

    /** Asks for the beginnings of files; of none if one is corrupt. */
    Batch request(List<Inode> files, int head) {
        try {
            return new Batch(files, fileSystem.startHeads(files, head));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            return NONE; // whoever asks for what is wrong is told
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

    /**
     * Stores those siblings whose bytes need not be fetched, unless other files are being stored. The caller waits for
     * that, but not long.
     *
     * @return those that must be fetched; null if there are none
     */
    @Nullable
    Next storeAtHand(Next next, FuseDevice device) {
        if (!storing.tryAcquire()) {
            return null;
        }
        List<Inode> siblings = next.siblings();
        Queue<Inode> absent = new ConcurrentLinkedQueue<>();
        int half = half(siblings.size());
        CompletableFuture<Void> stored = CompletableFuture.allOf(
                        start(() -> storeAtHand(siblings.subList(0, half), next.head(), notice, device, absent)),
                        start(() -> storeAtHand(
                                siblings.subList(half, siblings.size()), next.head(), secondNotice, device, absent)))
                .whenComplete((none, failure) -> storing.release());
        try {
            stored.get(PATIENCE, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return null; // the answer does without
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (absent.isEmpty()) {
            return null;
        }
        List<Inode> files = new ArrayList<>(List.of(next.files().get(0)));
        siblings.stream().filter(absent::contains).forEach(files::add);
        return new Next(files, next.head());
    }

    private static int half(int count) {
        return count < SHARED_FROM ? count : count / 2;
    }

    /** Runs a part on a thread of its own, where storing may wait. */
    private CompletableFuture<Void> start(Runnable part) {
        try {
            return CompletableFuture.runAsync(() -> late.run(part), onWaiters);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e); // the mount has ended, or there can be no further thread
        }
    }

    private void storeAtHand(List<Inode> files, int head, Reply memory, FuseDevice device, Queue<Inode> absent) {
        for (Inode file : files) {
            int length = (int) Math.min(head, file.size());
            memory.beginStore(nodes.node(file.number()), 0, length);
            if (!fileSystem.tryReadHead(file, length, memory.bytes())) {
                absent.add(file);
            } else if (!isAwaited(file) && !sent(file, length, memory, device)) {
                return;
            }
        }
    }

    /**
     * Stores a batch when it is done, if that is soon and no other files are being stored, and then runs {@code next} on a
     * thread of its own, as those that deliver chunks wait for nothing.
     */
    void storeWhenDone(Batch batch, FuseDevice device, Runnable next) {
        if (batch.isEmpty()) {
            next.run();
            return;
        }
        AtomicBoolean begun = new AtomicBoolean();
        Runnable once = () -> {
            if (begun.compareAndSet(false, true)) {
                next.run();
            }
        };
        try {
            CompletableFuture<Void> unused = batch.done()
                    .completeOnTimeout(null, PATIENCE, TimeUnit.MILLISECONDS)
                    .thenComposeAsync(done -> stored(batch, device), onWaiters)
                    .completeOnTimeout(null, PATIENCE, TimeUnit.MILLISECONDS)
                    .whenComplete((done, failure) -> once.run());
        } catch (OutOfMemoryError e) {
            once.run(); // there can be no thread for the time-out
        }
    }

    private CompletableFuture<Void> stored(Batch batch, FuseDevice device) {
        if (!storing.tryAcquire()) {
            return CompletableFuture.completedFuture(null);
        }
        int size = batch.files().size();
        int half = half(size);
        CompletableFuture<Void> second = start(() -> store(batch.part(half, size), secondNotice, device));
        try {
            late.run(() -> store(batch.part(0, half), notice, device));
        } finally {
            second = second.whenComplete((none, failure) -> storing.release());
        }
        return second;
    }

    private void store(Batch batch, Reply memory, FuseDevice device) {
        for (int i = 0; i < batch.files().size(); i++) {
            Inode file = batch.files().get(i);
            PendingRead read = batch.reads().get(i);
            if (read.isDone() && !isAwaited(file) && !store(file, read, memory, device)) {
                return;
            }
        }
    }

    /** Tests whether a read of a file waits, so that storing would wait for its pages. */
    private boolean isAwaited(Inode file) {
        return waiting.has(nodes.node(file.number()));
    }

    private boolean store(Inode file, PendingRead read, Reply memory, FuseDevice device) {
        memory.beginStore(nodes.node(file.number()), 0, read.length());
        try {
            read.finish(memory.bytes());
        } catch (IOException | RuntimeException e) {
            return true;
        }
        return sent(file, read.length(), memory, device);
    }

    /** Returns whether to go on: not where the kernel does not know a node, as it will not know those after it. */
    private boolean sent(Inode file, int length, Reply memory, FuseDevice device) {
        int result = memory.send(device);
        if (result == 0) {
            fileSystem.storedAhead(file, length);
        }
        return result != -Errno.ENOENT.number();
    }

    /** Has the JDK start its thread for time-outs, which stays, while there may be further threads. */
    void startClock() {
        if (enabled) {
            CompletableFuture<Void> unused =
                    new CompletableFuture<Void>().completeOnTimeout(null, 1, TimeUnit.MILLISECONDS);
        }
    }

    void close() {
        waiters.shutdown();
    }
}

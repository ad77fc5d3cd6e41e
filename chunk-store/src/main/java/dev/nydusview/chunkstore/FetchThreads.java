package dev.nydusview.chunkstore;

import dev.nydusview.base.ThreadSupply;
import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of the process that fetch chunks, and the stored bytes that they may have in flight. Each image has a
 * queue; the queues take turns, so that an image with much to fetch does not hold up others. Some threads fetch
 * requested chunks, and as many others prefetch.
 */
final class FetchThreads implements Closeable {
    private static final long END_SECONDS = 3;
    private static final long IDLE_SECONDS = 30;

    /** Threads of each kind that stay: when there can be no further one, these do all the work. */
    private static final int KEPT = 1;

    /*
     * One monitor, this, guards all of it; no task runs under it. A task begins only when its bytes are free, so that a
     * thread never waits for bytes.
     */
    private final Crew fetching;
    private final Crew prefetching;
    private final FairBudget bytes;
    private boolean closed;

    FetchThreads(FetchLimits limits) {
        this.fetching = new Crew("nydusview-fetch", limits.threads());
        this.prefetching = new Crew("nydusview-prefetch", limits.prefetchThreads());
        this.bytes = FairBudget.ofOne(limits.inFlight());
    }

    /** Opens a queue for one image whose blobs come from {@code origin}. */
    synchronized Queue open(String origin) {
        fetching.startFirst();
        prefetching.startFirst();
        return new Queue(origin);
    }

    /** Stored bytes in flight. */
    synchronized StoreUsage.Bytes inFlight() {
        return new StoreUsage.Bytes(bytes.all(), bytes.peak(), bytes.most());
    }

    /** Refuses further tasks. Waiting tasks are still done, and idle threads end. */
    @Override
    public synchronized void close() {
        closed = true;
        fetching.end();
        prefetching.end();
    }

    private record Task(Line line, long bytes, Runnable work) {}

    /** Tasks of one image. */
    final class Queue {
        private final FairBudget.Share bytesOfOrigin;
        private final Line fetches;
        private final Line prefetches;
        private final PrefetchPace pace = new PrefetchPace();
        private int running;
        private boolean closed;

        private Queue(String origin) {
            this.bytesOfOrigin = bytes.open(origin);
            this.fetches = new Line(this, fetching, origin, null);
            this.prefetches = new Line(this, prefetching, origin, pace);
        }

        /**
         * Runs {@code work}, which must not throw, on a thread for chunks that a reader waits for.
         *
         * @param size stored bytes that it has in flight meanwhile; what exceeds the whole budget waits until it is
         * alone
         * @throws RejectedExecutionException after {@link #close}
         */
        void fetch(int size, Runnable work) {
            submit(fetches, size, work);
        }

        /** Runs {@code work} on a thread for chunks that were not requested yet. */
        void prefetch(int size, Runnable work) {
            submit(prefetches, size, work);
        }

        /** Notes the nanoseconds in which a prefetched range was waited for and decoded, which bounds how many are read at once. */
        void prefetched(long waited, long worked) {
            synchronized (FetchThreads.this) {
                pace.add(waited, worked);
            }
        }

        /** Drops the tasks that wait. */
        void close() {
            synchronized (FetchThreads.this) {
                if (!closed) {
                    closed = true;
                    fetches.close();
                    prefetches.close();
                    bytesOfOrigin.close();
                }
            }
        }

        /** Waits a limited time for running tasks. Call it when nothing blocks them any more. */
        void awaitEnd() {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
            synchronized (FetchThreads.this) {
                try {
                    for (long left = END_SECONDS * 1000; running > 0 && left > 0; ) {
                        FetchThreads.this.wait(left);
                        left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Tasks of one image for one crew, in the order in which they come. */
    private static final class Line {
        private final Queue queue;
        private final Crew crew;
        private final FairBudget.Share places;
        private final Deque<Task> tasks = new ArrayDeque<>();
        private final @Nullable PrefetchPace pace;
        private int running;

        Line(Queue queue, Crew crew, String origin, @Nullable PrefetchPace pace) {
            this.queue = queue;
            this.crew = crew;
            this.pace = pace;
            this.places = crew.places.open(origin);
        }

        void add(Task task) {
            if (tasks.isEmpty()) {
                crew.waiting.addLast(this);
            }
            tasks.addLast(task);
        }

        /** Tests whether another task may begin now. */
        boolean admits() {
            return places.admits(1) && (pace == null || running < pace.worthwhile());
        }

        /** Begins the first task, and moves to the end of the waiting lines. */
        Task begin() {
            Task task = tasks.removeFirst();
            if (!tasks.isEmpty()) {
                crew.waiting.addLast(this);
            }
            places.take(1);
            running++;
            queue.bytesOfOrigin.take(task.bytes);
            queue.running++;
            return task;
        }

        void end(Task task) {
            places.giveBack(1);
            running--;
            queue.bytesOfOrigin.giveBack(task.bytes);
            queue.running--;
        }

        /** Takes back that {@code task} has begun. */
        void putBack(Task task) {
            end(task);
            if (tasks.isEmpty()) {
                crew.waiting.addFirst(this);
            }
            tasks.addFirst(task);
        }

        /** Tests whether {@code task} was waiting, and drops it. */
        boolean remove(Task task) {
            boolean removed = tasks.remove(task);
            if (removed && tasks.isEmpty()) {
                crew.waiting.remove(this);
            }
            return removed;
        }

        void close() {
            tasks.clear();
            crew.waiting.remove(this);
            places.close();
        }
    }

    /** Threads for one kind of task, and the lines of images that wait for them, longest wait first. */
    private final class Crew {
        private final FairBudget places;
        private final Deque<Line> waiting = new ArrayDeque<>();
        private final ThreadPoolExecutor threads;

        Crew(String name, int threadsOfOne) {
            this.places = FairBudget.ofOne(threadsOfOne);
            this.threads = new ThreadPoolExecutor(
                    KEPT,
                    Integer.MAX_VALUE, // no more than there are places
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    ThreadSupply.daemons(name));
        }

        /** Lets idle threads end; the executor takes tasks as long as images have some. */
        void end() {
            threads.setKeepAliveTime(1, TimeUnit.NANOSECONDS);
            threads.allowCoreThreadTimeOut(true);
        }

        /** Starts the thread that stays, if there may be one. */
        void startFirst() {
            try {
                threads.prestartCoreThread();
            } catch (OutOfMemoryError e) {
                return; // each task tries again
            }
        }

        /**
         * Begins the task whose turn it is; null if none can begin. If an origin has too few bytes left for one image,
         * its other images wait as well until they suffice: otherwise large ranges would never be read beside small
         * ones.
         */
        @Nullable
        Task begin() {
            if (waiting.isEmpty()) {
                return null;
            }
            Set<FairBudget.Share> saving = Set.of();
            for (Iterator<Line> lines = waiting.iterator(); lines.hasNext(); ) {
                Line line = lines.next();
                FairBudget.Share share = line.queue.bytesOfOrigin;
                if (line.admits() && !saving.contains(share)) {
                    if (share.admits(line.tasks.getFirst().bytes)) {
                        lines.remove();
                        return line.begin();
                    }
                    saving = saving.isEmpty() ? new HashSet<>() : saving;
                    saving.add(share);
                }
            }
            return null;
        }

        /** Starts a thread for each task that can begin. */
        void start() {
            for (Task task = begin(); task != null; task = begin()) {
                Task first = task;
                try {
                    threads.execute(() -> work(this, first));
                } catch (RuntimeException | Error e) { // there can be no further thread
                    if (e instanceof OutOfMemoryError) {
                        ThreadSupply.noteRefusal();
                    }
                    first.line.putBack(first);
                    throw e;
                }
            }
        }
    }

    private synchronized void submit(Line line, int size, Runnable work) {
        if (closed || line.queue.closed) {
            throw new RejectedExecutionException(closed ? "the chunk store was closed" : "the image was closed");
        }
        Task task = new Task(line, Math.min(size, bytes.most()), work);
        line.add(task);
        try {
            line.crew.start();
        } catch (RuntimeException | Error e) {
            if (line.crew.places.all() == 0 && line.remove(task)) {
                throw e; // else a running thread takes it
            }
        }
    }

    private void work(Crew crew, Task first) {
        for (Task task = first; task != null; task = next(crew, task)) {
            try {
                task.work.run();
            } catch (Throwable e) { // the thread must live
                Thread self = Thread.currentThread();
                self.getUncaughtExceptionHandler().uncaughtException(self, e);
            }
        }
    }

    /** Ends {@code done}, begins the next task on its thread, and starts others for which there is now room. */
    private synchronized @Nullable Task next(Crew crew, Task done) {
        done.line.end(done);
        if (done.line.queue.closed) {
            notifyAll(); // for awaitEnd
        }
        Task next = crew.begin();
        try {
            fetching.start();
            prefetching.start();
        } catch (RuntimeException | Error e) {
            return next; // the next idle thread begins what could not be started
        }
        return next;
    }
}

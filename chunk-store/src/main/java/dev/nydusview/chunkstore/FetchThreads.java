package dev.nydusview.chunkstore;

import dev.nydusview.base.Threads;
import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of the process that fetch chunks, and the stored bytes that they may have in flight. Each image has a
 * queue; the queues have their turn one after the other, so that an image with much to fetch holds up no other. Some
 * threads fetch what is asked for, as many others what will be.
 */
final class FetchThreads implements Closeable {
    private static final long END_SECONDS = 3;
    private static final long IDLE_SECONDS = 30;

    /*
     * One monitor, this, guards all of it; no task runs under it. A task is only taken when its bytes are free, so that
     * no thread waits for bytes.
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

    /** A queue for one image whose blobs come from {@code origin}. */
    Queue open(String origin) {
        return new Queue(origin);
    }

    /** Stored bytes in flight. */
    synchronized StoreUsage.Bytes inFlight() {
        return new StoreUsage.Bytes(bytes.all(), bytes.peak(), bytes.most());
    }

    /** Takes no more tasks. Those that are there are done, and threads end that have nothing to do. */
    @Override
    public synchronized void close() {
        closed = true;
        fetching.threads.setKeepAliveTime(0, TimeUnit.SECONDS);
        prefetching.threads.setKeepAliveTime(0, TimeUnit.SECONDS);
    }

    private record Task(Queue queue, long bytes, Runnable work) {}

    /** Tasks of one image, in the order in which they come. */
    final class Queue {
        private final String origin;
        private int running;
        private boolean closed;

        private Queue(String origin) {
            this.origin = origin;
        }

        /**
         * Has {@code work} done, which must not throw, on a thread for what was asked for.
         *
         * @param size stored bytes that it has in flight meanwhile; what exceeds the whole budget waits until it is alone
         * @throws RejectedExecutionException after {@link #close}
         */
        void fetch(int size, Runnable work) {
            submit(fetching, new Task(this, Math.min(size, bytes.most()), work));
        }

        /** The same on a thread for what will be asked for. */
        void prefetch(int size, Runnable work) {
            submit(prefetching, new Task(this, Math.min(size, bytes.most()), work));
        }

        /** Drops the tasks that wait. */
        void close() {
            synchronized (FetchThreads.this) {
                closed = true;
                fetching.waiting.remove(this);
                prefetching.waiting.remove(this);
            }
        }

        /** Waits a while for the tasks that run; to be called when nothing blocks any more. */
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

    /** Threads for one kind of task, and the images that have some, who has waited longest first. */
    private final class Crew {
        private final FairBudget places;
        private final ThreadPoolExecutor threads;
        private final Map<Queue, Deque<Task>> waiting = new LinkedHashMap<>();

        Crew(String name, int threadsOfOne) {
            this.places = FairBudget.ofOne(threadsOfOne);
            this.threads = new ThreadPoolExecutor(
                    0,
                    Integer.MAX_VALUE, // no more than there are places
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    Threads.daemons(name));
        }

        void add(Task task) {
            waiting.computeIfAbsent(task.queue, unused -> new ArrayDeque<>()).addLast(task);
        }

        /**
         * The task whose turn it is; null if none can begin. Where an origin has too few bytes left for one image, its
         * other images wait, too, until they suffice: large ranges would never be read next to small ones.
         */
        @Nullable
        Task take() {
            Set<String> saving = new HashSet<>();
            for (Map.Entry<Queue, Deque<Task>> entry : waiting.entrySet()) {
                Queue queue = entry.getKey();
                if (places.admits(queue.origin, 1) && !saving.contains(queue.origin)) {
                    if (bytes.admits(queue.origin, entry.getValue().getFirst().bytes)) {
                        return begun(queue, entry.getValue());
                    }
                    saving.add(queue.origin);
                }
            }
            return null;
        }

        private Task begun(Queue queue, Deque<Task> tasks) {
            Task task = tasks.removeFirst();
            waiting.remove(queue);
            if (!tasks.isEmpty()) {
                waiting.put(queue, tasks);
            }
            places.take(queue.origin, 1);
            bytes.take(queue.origin, task.bytes);
            queue.running++;
            return task;
        }

        void end(Task task) {
            places.giveBack(task.queue.origin, 1);
            bytes.giveBack(task.queue.origin, task.bytes);
            task.queue.running--;
        }

        /** Has a thread for each task that can begin. */
        void start() {
            for (Task task = take(); task != null; task = take()) {
                Task first = task;
                try {
                    threads.execute(() -> work(this, first));
                } catch (RuntimeException | Error e) { // no memory for another thread
                    end(first);
                    Deque<Task> tasks = waiting.computeIfAbsent(first.queue, unused -> new ArrayDeque<>());
                    tasks.addFirst(first);
                    throw e;
                }
            }
        }
    }

    private synchronized void submit(Crew crew, Task task) {
        if (closed || task.queue.closed) {
            throw new RejectedExecutionException(closed ? "the chunk store was closed" : "the image was closed");
        }
        crew.add(task);
        try {
            crew.start();
        } catch (RuntimeException | Error e) {
            Deque<Task> tasks = crew.waiting.get(task.queue);
            if (crew.places.all() == 0 && tasks != null && tasks.remove(task)) {
                if (tasks.isEmpty()) {
                    crew.waiting.remove(task.queue);
                }
                throw e; // else a thread that is there takes it
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

    /** Ends {@code done}, and begins the next task on its thread, and others for which there is room now. */
    private synchronized @Nullable Task next(Crew crew, Task done) {
        crew.end(done);
        notifyAll();
        Task next = crew.take();
        try {
            fetching.start();
            prefetching.start();
        } catch (RuntimeException | Error e) {
            return next; // what could not be started is taken by the next thread that is free
        }
        return next;
    }
}

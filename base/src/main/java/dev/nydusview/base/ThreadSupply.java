package dev.nydusview.base;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads that this process may still have, for work that can do without a further one. Where the system refuses
 * threads, as in a control group with a limit, the JVM tries for milliseconds each time; so for a while after a refusal no
 * thread is asked for. One thread is kept in reserve meanwhile: it ends at a refusal, and leaves its place to the thread
 * that the JVM needs to pass on a signal. Safe for concurrent use.
 */
public final class ThreadSupply {
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private static final AtomicReference<@Nullable Thread> RESERVE = new AtomicReference<>();
    private static volatile boolean reserved;
    private static volatile boolean refused;
    private static volatile long refusedAt;

    private ThreadSupply() {}

    /** Keeps a thread in reserve from now on, in a process that others end by signals. */
    public static void reserve() {
        reserved = true;
        boolean unused = hasReserve();
    }

    /** Tests whether a thread was refused just now. */
    public static boolean isScarce() {
        return refused && System.nanoTime() - refusedAt < PAUSE;
    }

    /** Tests whether a thread was ever refused. */
    public static boolean isLimited() {
        return refused;
    }

    /** Starts a thread; false if there can be no further one. */
    public static boolean tryStart(Thread thread) {
        return !isScarce() && hasReserve() && started(thread);
    }

    private static boolean started(Thread thread) {
        try {
            thread.start();
            return true;
        } catch (OutOfMemoryError e) {
            noteRefusal();
            return false;
        }
    }

    /** Returns a maker of daemon threads like {@link Threads#daemons}; it makes none while there can be no further one. */
    public static ThreadFactory daemons(String name) {
        AtomicInteger made = new AtomicInteger();
        return work -> isScarce() || !hasReserve() ? null : Threads.daemon(name + "-" + made.incrementAndGet(), work);
    }

    /** Returns an executor that rejects tasks for which {@code threads} can have no further thread. */
    public static Executor noting(Executor threads) {
        return task -> {
            try {
                threads.execute(task);
            } catch (OutOfMemoryError e) {
                noteRefusal();
                throw new RejectedExecutionException(e);
            }
        };
    }

    /** Notes that a thread could not be started. */
    public static void noteRefusal() {
        refusedAt = System.nanoTime();
        refused = true;
        LockSupport.unpark(RESERVE.getAndSet(null));
    }

    /** Tests whether the reserve is there, which comes before any other thread; makes it if it can. */
    private static boolean hasReserve() {
        if (!reserved || RESERVE.get() != null) {
            return true;
        }
        Thread thread = Threads.daemon("reserve", ThreadSupply::stay);
        return !RESERVE.compareAndSet(null, thread) || started(thread);
    }

    private static void stay() {
        while (Thread.currentThread().equals(RESERVE.get())) {
            LockSupport.park();
        }
    }
}

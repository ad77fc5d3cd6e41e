package dev.nydusview.fuse.kernel;

import dev.nydusview.base.Threads;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Reads whose threads have got a signal. The kernel tells of the first one only, which may be handled, while a later one may
 * kill: so they are looked at again and again. Safe for concurrent use.
 */
final class InterruptedReads {
    private static final int PERIOD_MILLIS = 100;
    /** Looks in a row at which a read does not wait, after which it is forgotten: it has been answered. */
    private static final int MAX_LOOKS = 50;

    /** States of a read. */
    enum State {
        /** Answered, or on a worker that is yet to find out whether it has to wait. */
        UNKNOWN,
        WAITING,
        GIVEN_UP
    }

    /** Looks at a read, by the number of its request. */
    @FunctionalInterface
    interface Reads {
        State look(long unique);
    }

    private final Reads reads;
    private final Map<Long, Integer> looks = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Threads.daemons("fuse-interrupts"));
    private boolean started;

    InterruptedReads(Reads reads) {
        this.reads = reads;
    }

    synchronized void add(long unique) {
        looks.put(unique, 0);
        if (!started) {
            started = true;
            thread.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        looks.forEach((unique, count) -> {
            State state = reads.look(unique);
            if (state == State.GIVEN_UP || count >= MAX_LOOKS) {
                looks.remove(unique);
            } else {
                looks.put(unique, state == State.WAITING ? 0 : count + 1);
            }
        });
    }

    void close() {
        thread.shutdown();
    }
}

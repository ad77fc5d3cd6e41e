package dev.nydusview.authz.judge;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work on the thread that calls it, which is interrupted when its time is over. Waiting for a place to scan
 * takes none of its time. Its place is free as soon as its time is over, whenever the thread hears of that.
 */
final class Limited implements Turn {
    /** The part of the time that a scan leaves for its end. */
    private static final int FOR_THE_END = 10;

    private final ScheduledExecutorService clock;
    private final Slots slots;
    private final Duration limit;
    private final Thread thread = Thread.currentThread();
    private long left;
    private long started;
    private boolean isOver;
    private boolean hasPlace;
    private @Nullable ScheduledFuture<?> alarm;

    /** Work that takes {@code turn} when it begins to scan, if it does. */
    interface Work<V> {
        V call(Turn turn) throws IOException, InterruptedException;
    }

    private Limited(ScheduledExecutorService clock, Slots slots, Duration limit) {
        this.clock = clock;
        this.slots = slots;
        this.limit = limit;
        this.left = limit.toNanos();
    }

    /** @throws IOException if it takes longer than {@code limit} */
    static <V> V call(ScheduledExecutorService clock, Slots slots, Duration limit, Work<V> work)
            throws IOException, InterruptedException {
        Limited limited = new Limited(clock, slots, limit);
        limited.run();
        try {
            return work.call(limited);
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (limited.pause()) {
                throw e;
            }
            throw limited.over(e);
        } finally {
            limited.end();
        }
    }

    private IOException over(Throwable cause) {
        return new IOException("it took more than " + limit.toMillis() / 1000.0 + " s (scanTimeout)", cause);
    }

    private synchronized void run() {
        started = System.nanoTime();
        alarm = clock.schedule(this::ring, left, TimeUnit.NANOSECONDS);
    }

    /** Stops the time; returns whether some is left. */
    private synchronized boolean pause() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
            left -= System.nanoTime() - started;
        }
        return !isOver;
    }

    /** Under the lock, so that no interrupt comes after the end. */
    private synchronized void ring() {
        if (alarm != null) {
            alarm = null;
            isOver = true;
            leave();
            thread.interrupt();
        }
    }

    private synchronized void leave() {
        if (hasPlace) {
            hasPlace = false;
            slots.release();
        }
    }

    @Override
    public Duration take() throws InterruptedException {
        if (!pause()) {
            throw new InterruptedException();
        }
        slots.take();
        synchronized (this) {
            hasPlace = true;
        }
        run();
        return Duration.ofNanos(Math.max(1, left - left / FOR_THE_END));
    }

    private void end() {
        pause();
        leave();
        if (isOver) {
            Thread.interrupted(); // what comes next on this thread was not meant
        }
    }
}

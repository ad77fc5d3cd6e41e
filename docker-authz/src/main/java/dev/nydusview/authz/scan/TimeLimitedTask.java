package dev.nydusview.authz.scan;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Work on the calling thread, which is interrupted when its time is over. Waiting for a slot does not count. The slot
 * is free as soon as the time is over, whenever the thread reacts to the interrupt.
 */
final class TimeLimitedTask implements ScanSlot {
    /** Divisor of the part of the time that a scan leaves for its end. */
    private static final int FOR_THE_END = 10;

    private final ScheduledExecutorService clock;
    private final Slots slots;
    private final Duration limit;
    private final Thread thread = Thread.currentThread();
    private long left;
    private long started;
    private boolean isOver;
    private boolean hasSlot;
    private @Nullable ScheduledFuture<?> alarm;

    /** Work that acquires {@code slot} when it begins to scan, if it does. */
    interface Work<V> {
        V call(ScanSlot slot) throws IOException, InterruptedException;
    }

    private TimeLimitedTask(ScheduledExecutorService clock, Slots slots, Duration limit) {
        this.clock = clock;
        this.slots = slots;
        this.limit = limit;
        this.left = limit.toNanos();
    }

    /** @throws IOException if it takes longer than {@code limit} */
    static <V> V call(ScheduledExecutorService clock, Slots slots, Duration limit, Work<V> work)
            throws IOException, InterruptedException {
        TimeLimitedTask timed = new TimeLimitedTask(clock, slots, limit);
        timed.run();
        try {
            return work.call(timed);
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (timed.pause()) {
                throw e;
            }
            throw timed.over(e);
        } finally {
            timed.end();
        }
    }

    private IOException over(Throwable cause) {
        return new IOException("it took more than " + limit.toMillis() / 1000.0 + " s (scanTimeout)", cause);
    }

    private synchronized void run() {
        started = System.nanoTime();
        alarm = clock.schedule(this::ring, left, TimeUnit.NANOSECONDS);
    }

    /** Stops the time; false if none is left. */
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
        if (hasSlot) {
            hasSlot = false;
            slots.release();
        }
    }

    @Override
    public Duration acquire() throws InterruptedException {
        if (!pause()) {
            throw new InterruptedException();
        }
        slots.acquire();
        synchronized (this) {
            hasSlot = true;
        }
        run();
        return Duration.ofNanos(Math.max(1, left - left / FOR_THE_END));
    }

    private void end() {
        pause();
        leave();
        if (isOver) {
            Thread.interrupted(); // the interrupt was not for later work on this thread
        }
    }
}

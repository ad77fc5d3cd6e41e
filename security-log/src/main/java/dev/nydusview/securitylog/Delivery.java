package dev.nydusview.securitylog;

import dev.nydusview.base.Quantity;
import dev.nydusview.base.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events to one destination, in their order, on a thread of its own. While the destination fails, events wait, as
 * many as there is room for; those beyond are lost, and their number is delivered as an event once it is possible.
 */
final class Delivery {
    /** Events that wait at most. */
    private static final int ROOM = 8192;
    /** Time for which a destination that works, but is slow, holds up the program. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Stands behind the last event. */
    private static final SecurityEvent END = SecurityEvent.now(EventSeverity.DEBUG, "end", Map.of());

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final EventDestination destination;
    private final EventWriter writer;
    private final Consumer<String> messages;
    private final BlockingQueue<SecurityEvent> waiting = new ArrayBlockingQueue<>(ROOM);
    private final Thread thread;
    /** Reason for which the last attempt failed; null if it did not. */
    private volatile @Nullable String problem;
    /** True from a loss without a failed attempt until the next event that is written. */
    private volatile boolean isStalled;
    /** The moment, by {@link System#nanoTime}, until which a failing destination is tried; null while the log is open. */
    private volatile @Nullable Long end;
    /** Events that were not delivered. Guarded by this, as are the next ones. */
    private long lost;
    /** Events among them that no event has told of. */
    private long untold;

    private @Nullable String reason;

    Delivery(EventDestination destination, EventWriter writer, Consumer<String> messages) {
        this.destination = destination;
        this.writer = writer;
        this.messages = messages;
        this.thread = Threads.daemon("security-log", this::run);
        thread.start();
    }

    void put(SecurityEvent event) {
        if (end != null || !(waiting.offer(event) || offeredPatiently(event))) {
            lose(1);
        }
    }

    /** Waits for room where the destination works, but not again and again where it has stalled. */
    private boolean offeredPatiently(SecurityEvent event) {
        if (problem != null || isStalled) {
            return false;
        }
        try {
            isStalled = !waiting.offer(event, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return !isStalled;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized void lose(long events) {
        lost += events;
        untold += events;
        reason = problem == null ? "it is too slow" : problem;
    }

    private void run() {
        try {
            SecurityEvent event = next();
            while (event != null) {
                deliver(event);
                event = next();
            }
            tellLost();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeWriter();
        }
    }

    @SuppressWarnings("ReferenceEquality") // the end is an event of its own
    private @Nullable SecurityEvent next() throws InterruptedException {
        SecurityEvent event = null;
        while (event == null && (end == null || !waiting.isEmpty())) {
            event = waiting.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
        return event == END ? null : event;
    }

    private void deliver(SecurityEvent event) throws InterruptedException {
        while (!written(event)) {
            Long last = end;
            if (last != null && System.nanoTime() - last >= 0) {
                lose(1);
                return;
            }
            Thread.sleep(PAUSE.toMillis());
        }
        tellLost();
    }

    private boolean written(SecurityEvent event) {
        try {
            writer.write(event);
            isStalled = false;
            if (problem != null) {
                problem = null;
                messages.accept("the security log reaches " + destination + " again");
            }
            return true;
        } catch (IOException | RuntimeException e) {
            if (problem == null) {
                messages.accept("the security log cannot be written to " + destination + ": " + reason(e)
                        + "; events wait, and are written when it can");
            }
            problem = reason(e);
            return false;
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private void tellLost() {
        long events;
        synchronized (this) {
            events = untold;
        }
        if (events > 0
                && problem == null
                && written(SecurityEvent.now(EventSeverity.ERROR, "lost-events", Map.of("events", events)))) {
            synchronized (this) {
                untold -= events;
            }
        }
    }

    private void closeWriter() {
        try {
            writer.close();
        } catch (IOException e) {
            messages.accept("the security log at " + destination + " was not closed: " + reason(e));
        }
    }

    /** Lets what waits be delivered for as long as {@code grace}, then gives up. */
    void end(Duration grace) {
        end = System.nanoTime() + grace.toNanos();
        var unused = waiting.offer(END); // wakes the thread; if there is no room, it is awake
    }

    /**
     * Waits for the end of the thread until {@code last}, by {@link System#nanoTime}, and longer while events are
     * delivered; returns what was not delivered in a sentence, and null if nothing was.
     */
    @Nullable
    String awaitEnd(long last) throws InterruptedException {
        int before;
        do {
            before = waiting.size();
            thread.join(Math.max(1, Duration.ofNanos(last - System.nanoTime()).toMillis()));
            if (thread.isAlive() && problem == null) {
                thread.join(PATIENCE.toMillis());
            }
        } while (thread.isAlive() && problem == null && waiting.size() < before);
        if (thread.isAlive()) {
            problem = problem == null ? "it does not take what is written" : problem;
            boolean unused = waiting.remove(END);
            lose(waiting.size() + 1L);
            thread.interrupt();
        }
        synchronized (this) {
            return lost == 0
                    ? null
                    : Quantity.of(lost, "event") + " could not be delivered to " + destination + ": " + reason;
        }
    }
}

package dev.nydusview.fuse.kernel;

import dev.nydusview.base.ThreadSupply;
import dev.nydusview.base.Threads;
import dev.nydusview.linux.Errno;
import dev.nydusview.linux.FuseDevice;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Requests whose answers wait for chunks. One is given up when its process is being killed; others wait on: a program that
 * catches a signal has not asked for its reads to fail, and no failed read may pass unseen. Safe for concurrent use.
 *
 * <p>The kernel tells of the first signal only, and may do so before a request is entered here. So whatever it has told of
 * is looked at again and again, until it is answered.
 */
final class WaitingRequests {
    private static final int PERIOD_MILLIS = 20;
    /** Time after a signal in which its request is entered, unless it has been answered. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private record Waiting(long node, int pid, FuseDevice device) {}

    private final LateReplies late;
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();

    /** Times of signals by the numbers of their requests. Guarded by this. */
    private final Map<Long, Long> signals = new HashMap<>();
    /** Guarded by this. */
    private @Nullable Thread watcher;
    /** Guarded by this. */
    private boolean closed;

    WaitingRequests(LateReplies late) {
        this.late = late;
    }

    /** Enters a request of a thread for a node, whose answer must be written to {@code device}. */
    void add(long unique, long node, int pid, FuseDevice device) {
        waiting.put(unique, new Waiting(node, pid, device));
    }

    /** Takes a request out to be answered; false if it was given up. */
    boolean remove(long unique) {
        return waiting.remove(unique) != null;
    }

    /** Tests whether a request for a node waits, so that the kernel may have pages of it locked. */
    boolean has(long node) {
        return waiting.values().stream().anyMatch(request -> request.node == node);
    }

    /** Notes that the process of a request got a signal. */
    synchronized void interrupt(long unique) {
        signals.put(unique, System.nanoTime());
        if (watcher == null && !closed) {
            Thread made = Threads.daemon("fuse-signals", this::watch);
            watcher = ThreadSupply.tryStart(made) ? made : null; // else the next signal tries again
        }
    }

    private synchronized void watch() {
        while (!closed) {
            signals.entrySet().removeIf(signal -> isOver(signal.getKey(), signal.getValue()));
            if (signals.isEmpty()) {
                break;
            }
            try {
                wait(PERIOD_MILLIS);
            } catch (InterruptedException e) {
                break;
            }
        }
        watcher = null;
    }

    private boolean isOver(long unique, long since) {
        Waiting request = waiting.get(unique);
        if (request == null) {
            return System.nanoTime() - since > GRACE_NANOS;
        }
        if (!DyingProcess.is(request.pid)) {
            return false;
        }
        if (waiting.remove(unique, request)) {
            late.sendError(unique, request.device, Errno.EINTR);
        }
        return true;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}

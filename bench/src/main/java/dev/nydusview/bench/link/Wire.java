package dev.nydusview.bench.link;

import java.util.concurrent.TimeUnit;

/** One direction of a link: bytes of all connections cross it one after another, at its rate, and arrive later. */
final class Wire {
    private static final long AHEAD = TimeUnit.MILLISECONDS.toNanos(2);

    private final long bytesPerSecond;
    private final long delay;
    private long free;

    /** The rate is unlimited where it is 0; the delay is in nanoseconds. */
    Wire(long bytesPerSecond, long delay, long now) {
        this.bytesPerSecond = bytesPerSecond;
        this.delay = delay;
        this.free = now;
    }

    /** Returns the time when bytes that are sent now have arrived. */
    long send(int bytes, long now) {
        if (free - now < 0) {
            free = now;
        }
        if (bytesPerSecond > 0) {
            free += bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
        }
        return free + delay;
    }

    /** Returns the nanoseconds until more can be sent; 0 or less where that is now. */
    long busyFor(long now) {
        return free - AHEAD - now;
    }
}

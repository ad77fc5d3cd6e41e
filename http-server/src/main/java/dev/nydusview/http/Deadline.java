package dev.nydusview.http;

import java.time.Duration;

/** A time by which something must have happened, looked at from another thread. */
final class Deadline {
    private volatile boolean set;
    private volatile long nanos;

    void set(Duration fromNow) {
        nanos = System.nanoTime() + fromNow.toNanos();
        set = true;
    }

    void none() {
        set = false;
    }

    boolean isOver() {
        return set && System.nanoTime() - nanos > 0;
    }
}

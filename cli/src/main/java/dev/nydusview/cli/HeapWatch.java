package dev.nydusview.cli;

import dev.nydusview.base.Threads;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/**
 * Collects the whole heap once there is much garbage in its old generation: buffers that outlived a collection while reads were
 * slow. The serial collector of JDK 25 would let the heap grow to its limit first, and the process keeps what it has once had.
 */
final class HeapWatch {
    /** Bytes of garbage that are left alone; collecting the whole heap stops readers for some 30 ms. */
    private static final long TOLERATED = 40L << 20;

    private HeapWatch() {}

    /** Starts the watch, which ends with the process. */
    static void start() {
        Threads.daemon("heap-watch", HeapWatch::watch).start();
    }

    private static void watch() {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        long alive = 0;
        WeakReference<Object> newest = new WeakReference<>(new Object(), collected);
        try {
            while (collected.remove().equals(newest)) { // each collection takes a new object
                if (used() > alive + TOLERATED) {
                    System.gc();
                    alive = used();
                }
                newest = new WeakReference<>(new Object(), collected);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}

package dev.nydusview.base;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes threads that hold up no exit of the process. */
public final class Threads {
    private Threads() {}

    /** Returns a daemon thread that is not started yet. */
    public static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Returns a maker of daemon threads that are called {@code name-1}, {@code name-2} and so on. */
    public static ThreadFactory daemons(String name) {
        AtomicInteger made = new AtomicInteger();
        return work -> daemon(name + "-" + made.incrementAndGet(), work);
    }
}

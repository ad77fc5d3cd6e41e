package dev.nydusview.jobs;

import java.util.concurrent.atomic.AtomicInteger;

/** Interrupts the thread that has opened this when a signal arrives, until closed. */
public final class Interruption implements AutoCloseable {
    private static final int SIGNALLED = 128;

    private final AtomicInteger signal = new AtomicInteger();
    private final Console.Lasting signals;

    private Interruption(Console console, Thread thread) {
        this.signals = console.signals(number -> {
            signal.set(number);
            thread.interrupt();
        });
    }

    /** Begins to interrupt the calling thread. */
    public static Interruption of(Console console) {
        return new Interruption(console, Thread.currentThread());
    }

    /** Tests whether a signal has arrived. */
    public boolean isSignalled() {
        return signal.get() != 0;
    }

    /** The exit code of a process that was ended by the signal, as shells have it. */
    public int exitCode() {
        return exitCode(signal.get());
    }

    /** The exit code of a process that {@code signal} has ended. */
    public static int exitCode(int signal) {
        return SIGNALLED + signal;
    }

    @Override
    public void close() {
        signals.close();
    }
}

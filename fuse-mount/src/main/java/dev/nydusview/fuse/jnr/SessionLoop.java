package dev.nydusview.fuse.jnr;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * Serves a session on threads of the JVM, as many as there are requests at a time. libfuse's own threads would have to
 * be attached to the JVM for each single request, which costs more than most requests do.
 */
final class SessionLoop {
    /** Requests that are served at a time; others wait. */
    private static final int MAX_THREADS = 256;

    /** Threads beyond this number end when they have nothing to do; as many as libfuse keeps. */
    private static final int MAX_IDLE = 10;

    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int ENOENT = 2;

    private final LibFuse libfuse;
    private final Pointer session;
    private final int bufferSize;
    private final AtomicInteger threads = new AtomicInteger();
    private final AtomicInteger idle = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    SessionLoop(LibFuse libfuse, Pointer session) {
        this.libfuse = libfuse;
        this.session = session;
        this.bufferSize = (int) libfuse.fuse_chan_bufsize(libfuse.fuse_session_next_chan(session, null));
    }

    /** Returns when the mount has ended and no request is under way any more. */
    void run() {
        start();
        boolean interrupted = false;
        while (end.getCount() > 0) {
            try {
                end.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts a thread. Its starter still counts, so that the count does not fall to zero before. */
    private void start() {
        if (threads.incrementAndGet() > MAX_THREADS) {
            threads.decrementAndGet();
            return;
        }
        Thread thread = new Thread(this::work, "fuse");
        thread.setDaemon(true);
        thread.start();
    }

    private void work() {
        try {
            Runtime runtime = Runtime.getSystemRuntime();
            Pointer buffer = Memory.allocateDirect(runtime, bufferSize);
            Pointer channel = Memory.allocateDirect(runtime, runtime.addressSize());
            while (libfuse.fuse_session_exited(session) == 0 && serveOne(buffer, channel)) {}
        } finally {
            if (threads.decrementAndGet() == 0) {
                end.countDown();
            }
        }
    }

    /** Waits for a request and answers it; returns whether this thread is to continue. */
    private boolean serveOne(Pointer buffer, Pointer channel) {
        channel.putPointer(0, libfuse.fuse_session_next_chan(session, null));
        idle.incrementAndGet();
        int length = libfuse.fuse_chan_recv(channel, buffer, bufferSize);
        boolean last = idle.decrementAndGet() == 0;
        if (length == -EINTR || length == -EAGAIN || length == -ENOENT) {
            return true;
        }
        if (length <= 0) {
            return false;
        }
        if (last) {
            start();
        }
        libfuse.fuse_session_process(session, buffer, length, channel.getPointer(0));
        return idle.get() < MAX_IDLE;
    }
}

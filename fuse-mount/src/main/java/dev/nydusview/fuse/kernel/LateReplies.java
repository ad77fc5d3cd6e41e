package dev.nydusview.fuse.kernel;

import dev.nydusview.linux.Errno;
import dev.nydusview.linux.FuseDevice;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/**
 * Answers from threads that are not the engine's: memory for them, and a gate that is shut before devices are closed, as
 * the number of a closed descriptor may soon be another file's.
 */
final class LateReplies {
    private static final int KEPT = 4;

    private final BlockingQueue<Reply> free = new ArrayBlockingQueue<>(KEPT);
    /** For errors only, where there is no memory for another one. Guarded by itself. */
    private final Reply spare = new Reply(0);

    private final ReadWriteLock gate = new ReentrantReadWriteLock();
    private boolean shut;

    /**
     * Has {@code answer} fill and send a reply to the request {@code unique}; nothing happens when the mount has ended. If
     * there is no memory for that, the answer is EIO, and {@code failed} is told.
     */
    void send(long unique, FuseDevice device, Consumer<Reply> answer, Consumer<Throwable> failed) {
        run(() -> {
            try {
                Reply reply = free.poll();
                Reply used = reply == null ? new Reply(Limits.MAX_READ) : reply;
                answer.accept(used);
                free.offer(used);
            } catch (OutOfMemoryError e) {
                refuse(unique, device, Errno.EIO);
                failed.accept(e);
            }
        });
    }

    /** Sends an error as the answer to the request {@code unique}; nothing happens when the mount has ended. */
    void sendError(long unique, FuseDevice device, Errno errno) {
        run(() -> refuse(unique, device, errno));
    }

    private void refuse(long unique, FuseDevice device, Errno errno) {
        synchronized (spare) {
            spare.sendError(device, unique, errno);
        }
    }

    /** Runs {@code writing}, which writes to a device; nothing happens when the mount has ended. */
    void run(Runnable writing) {
        gate.readLock().lock();
        try {
            if (!shut) {
                writing.run();
            }
        } finally {
            gate.readLock().unlock();
        }
    }

    /** Lets what is being sent be sent, and nothing more. */
    void shut() {
        gate.writeLock().lock();
        try {
            shut = true;
        } finally {
            gate.writeLock().unlock();
        }
    }
}

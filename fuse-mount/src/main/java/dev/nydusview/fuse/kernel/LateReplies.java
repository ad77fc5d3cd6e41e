package dev.nydusview.fuse.kernel;

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
    private final ReadWriteLock gate = new ReentrantReadWriteLock();
    private boolean shut;

    /** Has {@code answer} fill and send a reply; nothing happens when the mount has ended. */
    void send(Consumer<Reply> answer) {
        run(() -> {
            Reply reply = free.poll();
            Reply used = reply == null ? new Reply(Limits.MAX_READ) : reply;
            answer.accept(used);
            free.offer(used);
        });
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

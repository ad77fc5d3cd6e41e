package dev.nydusview.plugin.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Replies in flight to a plugin. A thread of their own writes them, as a pipe that is not read blocks its writer. */
final class Replies {
    private final PluginChannel channel;
    private final int capacity;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int size;
    private boolean unwanted;

    Replies(PluginChannel channel, int capacity) {
        this.channel = channel;
        this.capacity = capacity;
    }

    /** Takes {@code reply}; returns false if there was no room for it until {@code patience} had passed. */
    boolean offer(byte[] reply, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (!unwanted && size > 0 && size + reply.length > capacity) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            if (!unwanted) {
                waiting.add(reply);
                size += reply.length;
                changed.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Drops all replies, which are no longer read. */
    void discard() {
        lock.lock();
        try {
            unwanted = true;
            waiting.clear();
            size = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Writes until they are discarded, the channel is closed or the thread is interrupted. */
    void write() throws IOException, InterruptedException {
        byte[] reply = next();
        while (reply.length > 0) {
            channel.write(ByteBuffer.wrap(reply));
            written(reply.length);
            reply = next();
        }
    }

    /** The first of them; it counts until it is written. Empty if there will be none. */
    private byte[] next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !unwanted) {
                changed.await();
            }
            return unwanted ? new byte[0] : waiting.remove();
        } finally {
            lock.unlock();
        }
    }

    private void written(int length) {
        lock.lock();
        try {
            size = unwanted ? 0 : size - length;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

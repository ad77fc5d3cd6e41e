package dev.nydusview.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A connection to a process that may have been stopped: all reads and writes together take no longer than they are
 * given.
 */
final class TimedChannel implements ByteChannel {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private long deadline;

    /** @param channel does not block; is closed with this one */
    TimedChannel(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.selector = Selector.open();
        this.key = channel.register(selector, SelectionKey.OP_READ);
    }

    /** Sets the time that all reads and writes from now on may take together. */
    void limit(Duration limit) {
        deadline = System.nanoTime() + limit.toNanos();
    }

    /** @throws SocketTimeoutException if nothing comes in time */
    @Override
    public int read(ByteBuffer into) throws IOException {
        int count;
        while ((count = channel.read(into)) == 0) {
            await(SelectionKey.OP_READ);
        }
        return count;
    }

    /** @throws SocketTimeoutException if nothing is taken in time */
    @Override
    public int write(ByteBuffer from) throws IOException {
        int count;
        while ((count = channel.write(from)) == 0) {
            await(SelectionKey.OP_WRITE);
        }
        return count;
    }

    private void await(int operation) throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("the other side does not answer in time");
        }
        key.interestOps(operation);
        selector.select(left);
        selector.selectedKeys().clear();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        try {
            selector.close();
        } finally {
            channel.close();
        }
    }
}

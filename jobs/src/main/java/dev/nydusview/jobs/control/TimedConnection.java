package dev.nydusview.jobs.control;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A connection to a process that may have been stopped: nothing on it takes longer than it is given. */
final class TimedConnection implements Closeable {
    private final SocketChannel channel;
    private final Selector selector;

    private TimedConnection(SocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    /** Connects at once, or not: a process that accepts nobody has a full queue. */
    static TimedConnection open(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
                throw new NoAnswerException();
            }
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new TimedConnection(channel, selector);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Sends a line, which fits into the buffer of any socket. */
    void send(String request) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8));
        if (channel.write(line) == 0 || line.hasRemaining()) {
            throw new NoAnswerException();
        }
    }

    /** A line, or what there is of it when the other side closes. */
    String readLine(Duration limit) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1);
        long deadline = System.nanoTime() + limit.toNanos();
        while (read(one, deadline) && one.get(0) != '\n') {
            line.write(one.get(0));
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Reads until the other side closes, which a process does when it ends. */
    byte[] readAll(Duration limit) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        long deadline = System.nanoTime() + limit.toNanos();
        while (read(buffer, deadline)) {
            answer.write(buffer.array(), 0, buffer.position());
        }
        return answer.toByteArray();
    }

    /** Waits for the other side to close; false if it does not in time. */
    boolean awaitEnd(Duration limit) throws IOException {
        try {
            readAll(limit);
            return true;
        } catch (NoAnswerException e) {
            return false;
        }
    }

    /** Fills some of {@code buffer}; false if the other side has closed, or died. */
    private boolean read(ByteBuffer buffer, long deadline) throws IOException {
        try {
            int count;
            while ((count = channel.read(buffer.clear())) == 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new NoAnswerException();
                }
                selector.select(left);
                selector.selectedKeys().clear();
            }
            return count > 0;
        } catch (SocketException e) {
            return false; // reset by a process that died
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}

package dev.nydusview.bench.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A wide-area link in front of a TCP server of this machine. Each direction delays by half of the round trip, and has a
 * rate that all connections share; a connection costs a round trip before its first byte. The slow start of TCP and
 * losses are not simulated.
 */
final class SimulatedLink implements AutoCloseable {
    /** A selector waits for whole milliseconds: the rest is waited for in short steps. */
    private static final long COARSE = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long STEP = TimeUnit.MICROSECONDS.toNanos(100);

    private final ServerSocketChannel listener;
    private final Selector selector;
    private final SocketAddress target;
    private final long opening;
    private final Wire upstream;
    private final Wire downstream;
    private final Counter counter = new Counter();
    private final List<Connection> connections = new ArrayList<>();
    private final Thread thread = new Thread(this::serve, "link");

    private SimulatedLink(
            ServerSocketChannel listener, Selector selector, SocketAddress target, Wire[] wires, long rtt) {
        this.listener = listener;
        this.selector = selector;
        this.target = target;
        this.upstream = wires[0];
        this.downstream = wires[1];
        this.opening = rtt + rtt / 2; // the handshake, and the way of the first byte
    }

    /** Opens a link to a server; the rate is in bytes per second each way, 0 where it is unlimited. */
    static SimulatedLink open(SocketAddress target, Duration roundTrip, long bytesPerSecond) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        long rtt = roundTrip.toNanos();
        long now = System.nanoTime();
        Wire[] wires = {new Wire(bytesPerSecond, rtt / 2, now), new Wire(bytesPerSecond, rtt / 2, now)};
        SimulatedLink link = new SimulatedLink(listener, selector, target, wires, rtt);
        link.thread.setDaemon(true);
        link.thread.start();
        return link;
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listener.getLocalAddress();
    }

    /** Returns what has crossed the link since the last call. */
    Counter.Counts takeCounts() {
        return counter.take();
    }

    private void serve() {
        try {
            while (listener.isOpen()) {
                await(advance());
                long now = System.nanoTime();
                for (SelectionKey key : selector.selectedKeys()) {
                    handle(key, now);
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the link has failed", e);
        } finally {
            closeAll();
        }
    }

    /** Closes what the thread has served, whatever has ended it: a client would wait for ever. */
    private void closeAll() {
        try (listener) {
            for (Connection connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the link cannot be closed", e);
        }
    }

    private long advance() throws IOException {
        connections.removeIf(connection -> !connection.isOpen());
        long now = System.nanoTime();
        long idle = Long.MAX_VALUE;
        for (Connection connection : connections) {
            try {
                idle = Math.min(idle, connection.advance(now));
            } catch (IOException e) {
                connection.close(); // an end has gone, so the other one is told
            }
        }
        return idle;
    }

    private void await(long nanos) throws IOException {
        if (nanos == Long.MAX_VALUE) {
            selector.select();
        } else if (nanos >= COARSE) {
            selector.select(TimeUnit.NANOSECONDS.toMillis(nanos) - 1);
        } else if (selector.selectNow() == 0 && nanos > 0) {
            LockSupport.parkNanos(Math.min(nanos, STEP));
        }
    }

    private void handle(SelectionKey key, long now) throws IOException {
        if (key.attachment() == null) {
            accept(now);
            return;
        }
        Connection connection = (Connection) key.attachment();
        try {
            connection.send(key, now, counter);
        } catch (IOException | CancelledKeyException e) {
            connection.close();
        }
    }

    private void accept(long now) throws IOException {
        SocketChannel client = listener.accept();
        if (client == null) {
            return;
        }
        counter.connection();
        try {
            connections.add(Connection.open(client, target, selector, upstream, downstream, now + opening));
        } catch (IOException e) {
            client.close(); // the server does not listen
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        selector.close();
    }
}

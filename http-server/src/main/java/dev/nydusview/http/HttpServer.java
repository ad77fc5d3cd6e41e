package dev.nydusview.http;

import dev.nydusview.base.Threads;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves HTTP/1.1 on a UNIX socket, or an address of this machine, with a thread for each connection. */
public final class HttpServer implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final long MAX_LOOK_MILLIS = 500;
    private static final long RETRY_MILLIS = 100;

    private final ServerSocketChannel listener;
    private final SocketAddress address;

    /** The listener and its file. */
    private final Closeable place;

    private final ServerLimits limits;
    private final HttpHandler handler;
    private final Semaphore places;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Object change = new Object();
    private volatile boolean closed;

    private HttpServer(
            ServerSocketChannel listener,
            SocketAddress address,
            Closeable place,
            ServerLimits limits,
            HttpHandler handler) {
        this.listener = listener;
        this.address = address;
        this.place = place;
        this.limits = limits;
        this.handler = handler;
        this.places = new Semaphore(limits.connections());
    }

    /**
     * Listens on {@code socket}, which gets mode 0600. Its directory is created with mode 0755 if it is missing, and
     * the socket of a dead process is replaced.
     *
     * @throws IOException if another process listens there, or the file is not a socket
     */
    public static HttpServer listen(Path socket, ServerLimits limits, HttpHandler handler) throws IOException {
        SocketFile file = SocketFile.listen(socket, limits.connections());
        return new HttpServer(file.listener(), UnixDomainSocketAddress.of(socket), file, limits, handler).start();
    }

    /**
     * Listens on an address, in clear text; port 0 is any that is free.
     *
     * @throws IOException if another process listens there
     */
    public static HttpServer listen(InetSocketAddress address, ServerLimits limits, HttpHandler handler)
            throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.bind(address, limits.connections());
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
        return new HttpServer(listener, listener.getLocalAddress(), listener, limits, handler).start();
    }

    private HttpServer start() {
        Threads.daemon("http-accept", this::accept).start();
        Threads.daemon("http-deadlines", this::lookAtDeadlines).start();
        return this;
    }

    /** The address on which it listens, with the port that was free. */
    public SocketAddress address() {
        return address;
    }

    private void accept() {
        while (!closed) {
            try {
                places.acquire();
                start(listener.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // Descriptors may have run out: those that wait are served when there are some again.
                LOG.warn("cannot accept a connection: {}", e.getMessage());
                places.release();
                pause(RETRY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void start(SocketChannel channel) throws IOException {
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        Connection connection = new Connection(channel, limits, handler);
        synchronized (change) {
            connections.add(connection);
            change.notifyAll();
        }
        Thread thread = Threads.daemon("http-connection", () -> {
            try {
                connection.serve();
            } finally {
                connections.remove(connection);
                places.release();
            }
        });
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            connections.remove(connection);
            connection.close();
            throw new IOException("there can be no further thread", e);
        }
        if (closed) {
            connection.endSoon();
        }
    }

    private void lookAtDeadlines() {
        long shortest = Math.min(limits.idle().toMillis(), limits.transfer().toMillis());
        while (awaitConnections()) {
            connections.forEach(Connection::checkDeadline);
            pause(Math.max(1, Math.min(MAX_LOOK_MILLIS, shortest / 4)));
        }
    }

    /** Waits while there are no connections; returns false if there will be none any more. */
    private boolean awaitConnections() {
        synchronized (change) {
            try {
                while (connections.isEmpty() && !closed) {
                    change.wait();
                }
            } catch (InterruptedException e) {
                return false;
            }
            return !connections.isEmpty();
        }
    }

    /** Stops listening, lets responses that are being worked on be sent for a while, then ends all connections. */
    @Override
    public void close() throws IOException {
        synchronized (change) {
            closed = true;
            change.notifyAll();
        }
        try {
            place.close();
        } finally {
            connections.forEach(Connection::endSoon);
            awaitResponses(limits.grace());
            connections.forEach(Connection::close);
        }
    }

    private void awaitResponses(Duration grace) {
        long end = System.nanoTime() + grace.toNanos();
        while (!connections.isEmpty()
                && System.nanoTime() - end < 0
                && !Thread.currentThread().isInterrupted()) {
            pause(10);
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.nydusview.authz.http;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves HTTP/1.1 on a UNIX socket, a thread for each connection. */
public final class UnixHttpServer implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(UnixHttpServer.class);
    private static final long MAX_LOOK_MILLIS = 500;
    private static final long RETRY_MILLIS = 100;

    private final SocketFile socket;
    private final ServerLimits limits;
    private final HttpHandler handler;
    private final Semaphore places;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private UnixHttpServer(SocketFile socket, ServerLimits limits, HttpHandler handler) {
        this.socket = socket;
        this.limits = limits;
        this.handler = handler;
        this.places = new Semaphore(limits.connections());
    }

    /**
     * Listens on {@code socket}, which gets mode 0600; its directory is made with mode 0755 if it is missing.
     *
     * @throws IOException if another process listens there
     */
    public static UnixHttpServer start(Path socket, ServerLimits limits, HttpHandler handler) throws IOException {
        UnixHttpServer server = new UnixHttpServer(SocketFile.listen(socket), limits, handler);
        daemon("authz-accept", server::accept);
        daemon("authz-deadlines", server::lookAtDeadlines);
        return server;
    }

    private void accept() {
        while (!closed) {
            try {
                places.acquire();
                start(socket.listener().accept());
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

    private void start(SocketChannel channel) {
        Connection connection = new Connection(channel, limits, handler);
        connections.add(connection);
        daemon("authz-connection", () -> {
            try {
                connection.serve();
            } finally {
                connections.remove(connection);
                places.release();
            }
        });
        if (closed) {
            connection.endSoon();
        }
    }

    private void lookAtDeadlines() {
        long shortest = Math.min(limits.idle().toMillis(), limits.transfer().toMillis());
        while (!closed || !connections.isEmpty()) {
            connections.forEach(Connection::checkDeadline);
            pause(Math.max(1, Math.min(MAX_LOOK_MILLIS, shortest / 4)));
        }
    }

    /** Removes the socket, lets answers that are being worked on be sent for a while, then ends all connections. */
    @Override
    public void close() throws IOException {
        closed = true;
        socket.close();
        connections.forEach(Connection::endSoon);
        awaitConnections(limits.grace());
        connections.forEach(Connection::close);
    }

    private void awaitConnections(Duration grace) {
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

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}

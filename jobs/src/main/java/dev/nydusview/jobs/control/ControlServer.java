package dev.nydusview.jobs.control;

import dev.nydusview.jobs.output.Json;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Answers the commands {@code status} and {@code umount} about one mount: a line in, a line of JSON out. The
 * connection of a successful umount stays open until the process has ended, which is how the other side sees that.
 */
public final class ControlServer implements Closeable {
    static final String STATUS = "status";
    static final String UMOUNT = "umount";
    static final String UMOUNT_LAZY = "umount lazy";

    /** More than any request has. */
    private static final int MAX_REQUEST_BYTES = 32;

    private final ServerSocketChannel listener;
    private final Path socket;
    private final Handler handler;

    /** Connections that are kept open for as long as this process lives. */
    private final Queue<SocketChannel> leaving = new ConcurrentLinkedQueue<>();

    private ControlServer(ServerSocketChannel listener, Path socket, Handler handler) {
        this.listener = listener;
        this.socket = socket;
        this.handler = handler;
    }

    /** The mount that is asked about. */
    public interface Handler {
        MountReport status();

        void unmount(boolean lazy) throws IOException;
    }

    /** The answer to umount: an error in a sentence, or null. */
    record Outcome(@Nullable String error) {}

    /** Listens on {@code socket}; one that a dead process has left there is replaced. */
    public static ControlServer start(Path socket, Handler handler) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            listener.close();
            throw new IOException("cannot listen on " + socket + ": " + e.getMessage(), e);
        }
        ControlServer server = new ControlServer(listener, socket, handler);
        daemon("control", server::accept);
        return server;
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel connection = listener.accept();
                daemon("control-connection", () -> serve(connection));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(SocketChannel connection) {
        try {
            String request = readLine(connection);
            OutputStream out = Channels.newOutputStream(connection);
            if (request.equals(STATUS)) {
                Json.write(out, handler.status());
                connection.close();
            } else if (request.equals(UMOUNT) || request.equals(UMOUNT_LAZY)) {
                String error = unmount(request.equals(UMOUNT_LAZY));
                Json.write(out, new Outcome(error));
                out.write('\n');
                if (error == null) {
                    leave(connection);
                } else {
                    connection.close();
                }
            } else {
                connection.close();
            }
        } catch (IOException e) {
            closeQuietly(connection);
        }
    }

    /** Keeps a connection until {@link #close}, which may have passed already. */
    private void leave(SocketChannel connection) {
        leaving.add(connection);
        if (!listener.isOpen()) {
            closeQuietly(connection);
        }
    }

    private @Nullable String unmount(boolean lazy) {
        try {
            handler.unmount(lazy);
            return null;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String readLine(SocketChannel connection) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(MAX_REQUEST_BYTES);
        while (connection.read(line) >= 0 && line.hasRemaining()) {
            if (line.get(line.position() - 1) == '\n') {
                break;
            }
        }
        return StandardCharsets.UTF_8.decode(line.flip()).toString().strip();
    }

    private static void closeQuietly(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            return; // the peer is gone either way
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(socket);
        leaving.forEach(ControlServer::closeQuietly);
    }
}

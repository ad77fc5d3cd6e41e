package dev.nydusview.securitylog;

import dev.nydusview.base.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Sends messages over TCP, each behind its length (RFC 5425 section 4.3, RFC 6587 section 3.4.1). */
final class StreamTransport implements SyslogTransport {
    private static final int CONNECT_MILLIS = 5000;

    private final String host;
    private final int port;
    private final Securing securing;
    private @Nullable Connection connection;

    /** Puts a protocol over a connection. */
    interface Securing {
        Socket secured(Socket connected) throws IOException;
    }

    StreamTransport(String host, int port, Securing securing) {
        this.host = host;
        this.port = port;
        this.securing = securing;
    }

    /** A connection whose end by the server is noticed when it comes, as the next message would be lost otherwise. */
    private static final class Connection {
        private final Socket socket;
        private volatile boolean ended;

        Connection(Socket socket) {
            this.socket = socket;
            Threads.daemon("security-log-peer", this::awaitEnd).start();
        }

        private void awaitEnd() {
            byte[] ignored = new byte[512];
            try (InputStream in = socket.getInputStream()) {
                while (in.read(ignored) >= 0) {
                    // a syslog server has nothing to say
                }
            } catch (IOException e) {
                // ended as well
            } finally {
                ended = true;
            }
        }

        boolean hasEnded() {
            return ended;
        }
    }

    @Override
    public void send(String message) throws IOException {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        byte[] length = (text.length + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[length.length + text.length];
        System.arraycopy(length, 0, frame, 0, length.length);
        System.arraycopy(text, 0, frame, length.length, text.length);
        try {
            connected().socket.getOutputStream().write(frame);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Connection connected() throws IOException {
        Connection known = connection;
        if (known != null && !known.hasEnded()) {
            return known;
        }
        close();
        Connection made = new Connection(connect());
        connection = made;
        return made;
    }

    private Socket connect() throws IOException {
        InetSocketAddress server = new InetSocketAddress(host, port);
        if (server.isUnresolved()) {
            throw new UnknownHostException("the host " + host + " is not known");
        }
        Socket socket = new Socket();
        try {
            socket.setKeepAlive(true);
            socket.connect(server, CONNECT_MILLIS);
            return securing.secured(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        Connection known = connection;
        connection = null;
        if (known != null) {
            known.socket.close();
        }
    }
}

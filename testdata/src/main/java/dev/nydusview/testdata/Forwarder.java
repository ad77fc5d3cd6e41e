package dev.nydusview.testdata;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;

/** A proxy, plain or with TLS, that leads all requests to this machine, whatever their host, and remembers their heads. */
public final class Forwarder implements Closeable {
    /** The port in the first line of a request. */
    private static final Pattern PORT = Pattern.compile("\\S+ (http://)?[^/\\s]+:(?<port>\\d+)");

    private final ServerSocket server;
    private final int target;
    private final List<String> heads = new CopyOnWriteArrayList<>();

    private Forwarder(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** Starts a proxy that keeps the ports of requests; those without a port fail. */
    public static Forwarder start() throws IOException {
        return start(0);
    }

    /** Starts a proxy that leads all requests to the port {@code target}. */
    public static Forwarder start(int target) throws IOException {
        return start(target, ServerSocketFactory.getDefault());
    }

    public static Forwarder start(int target, ServerSocketFactory sockets) throws IOException {
        ServerSocket server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Forwarder forwarder = new Forwarder(server, target);
        inBackground(forwarder::accept);
        return forwarder;
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The requests with their headers. */
    public List<String> heads() {
        return heads;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                inBackground(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket other = new Socket()) {
            String head = head(client.getInputStream());
            heads.add(head);
            other.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target(head)));
            if (head.startsWith("CONNECT ")) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } else {
                String origin = head.replaceFirst("^(\\S+) http://[^/]+", "$1 ")
                        .replaceFirst("(?i)\r\nConnection: keep-alive", "\r\nConnection: close");
                other.getOutputStream().write(origin.getBytes(StandardCharsets.US_ASCII));
            }
            inBackground(() -> copy(client, other));
            pass(other, client);
        } catch (IOException e) {
            return;
        }
    }

    private int target(String head) throws IOException {
        if (target != 0) {
            return target;
        }
        Matcher asked = PORT.matcher(head);
        if (!asked.lookingAt()) {
            throw new IOException("a request without a port: " + head);
        }
        return Integer.parseInt(asked.group("port"));
    }

    private static void copy(Socket from, Socket to) {
        try {
            pass(from, to);
        } catch (IOException e) {
            return;
        }
    }

    private static void pass(Socket from, Socket to) throws IOException {
        byte[] buffer = new byte[8192];
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
            out.flush();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the client has gone");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

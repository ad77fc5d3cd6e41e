package dev.nydusview.registry.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nydusview.registry.http.Intercept;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A host that serves one content under every path, except where a fault says otherwise; may be gone for a while. */
final class FaultyHost implements Closeable {
    /** Returns whether it has answered. */
    interface Fault {
        boolean answer(HttpExchange exchange, int request) throws IOException;
    }

    private final byte[] content;
    private final InetSocketAddress address;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private volatile Fault fault = (exchange, request) -> false;
    private HttpServer server;

    FaultyHost(byte[] content) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.content = content.clone();
        this.server = start(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
        this.address = server.getAddress();
    }

    private HttpServer start(InetSocketAddress at) throws IOException {
        HttpServer started = HttpServer.create(at, 100);
        started.createContext("/", this::handle);
        started.setExecutor(threads);
        started.start();
        return started;
    }

    FaultyHost with(Fault other) {
        fault = other;
        return this;
    }

    String host() {
        return "127.0.0.1:" + address.getPort();
    }

    /** Requests so far, with their ranges. */
    List<String> seen() {
        return seen;
    }

    /** Refuses connections from now on. */
    void goAway() {
        server.stop(0);
    }

    void comeBack() throws IOException {
        server = start(address);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + range);
        try (exchange) {
            if (!fault.answer(exchange, seen.size())) {
                serve(exchange, range);
            }
        }
    }

    /** Answers as it should be. */
    void serve(HttpExchange exchange, String range) throws IOException {
        if (range == null) {
            Intercept.respond(exchange, 200, content);
            return;
        }
        String[] ends = range.substring("bytes=".length()).split("-", -1);
        part(exchange, Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
    }

    /** Sends the part from {@code first} to {@code last}. */
    boolean part(HttpExchange exchange, int first, int last, String... headers) throws IOException {
        for (String header : headers) {
            exchange.getResponseHeaders().add(header.split(": ", -1)[0], header.split(": ", -1)[1]);
        }
        return Intercept.respond(
                exchange,
                206,
                Arrays.copyOfRange(content, first, last + 1),
                "Content-Range: bytes " + first + "-" + last + "/" + content.length);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

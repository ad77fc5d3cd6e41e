package dev.nydusview.image.backend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Object storage over HTTP: checks signatures as {@link SignatureCheck} computes them, and serves ranges. */
final class StorageServer implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    /** An answer that replaces the right one. */
    interface Fault {
        void answer(HttpExchange exchange, byte @Nullable [] object) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final Deque<Fault> faults = new ConcurrentLinkedDeque<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile @Nullable SignatureCheck check;

    StorageServer() throws IOException {
        // Otherwise each answer waits for an acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Puts an object at a path, which begins with the bucket. */
    StorageServer put(String path, byte[] content) {
        objects.put(path, content.clone());
        return this;
    }

    StorageServer demand(SignatureCheck signatures) {
        check = signatures;
        return this;
    }

    /** Has the next requests answered by faults, one each. */
    void fail(Fault... next) {
        faults.addAll(List.of(next));
    }

    /** Returns method, host and path of all requests so far. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    static Fault status(int status, String code) {
        return status(status, code, "");
    }

    static Fault status(int status, String code, String members) {
        return (exchange, object) -> send(exchange, status, error(code, members));
    }

    /** An answer that ends early. */
    static Fault cutOff() {
        return (exchange, object) -> {
            byte[] bytes = range(exchange, object == null ? new byte[0] : object);
            exchange.sendResponseHeaders(206, bytes.length);
            exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
            exchange.getResponseBody().flush();
            exchange.close();
        };
    }

    /** Bytes that are not those of the object. */
    static Fault damaged() {
        return (exchange, object) -> {
            byte[] bytes = range(exchange, object == null ? new byte[0] : object);
            bytes[bytes.length / 2] ^= 1;
            send(exchange, 206, bytes);
        };
    }

    private void serve(HttpExchange exchange) throws IOException {
        String host = exchange.getRequestHeaders().getFirst("Host");
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + host + path);
        // A bucket in the name of the host is the first part of the path elsewhere.
        String key = host.endsWith(".storage.test") ? "/" + host.substring(0, host.indexOf('.')) + path : path;
        byte[] object = objects.get(key);
        Fault fault = faults.poll();
        SignatureCheck signatures = check;
        if (fault != null) {
            fault.answer(exchange, object);
        } else if (signatures != null && !signatures.accepts(exchange, key)) {
            send(exchange, 403, error("SignatureDoesNotMatch", ""));
        } else if (object == null) {
            send(exchange, 404, error("NoSuchKey", ""));
        } else {
            send(exchange, 206, range(exchange, object));
        }
    }

    private static byte[] range(HttpExchange exchange, byte[] object) {
        Matcher range = RANGE.matcher(exchange.getRequestHeaders().getFirst("Range"));
        if (!range.matches()) {
            throw new IllegalArgumentException("not a range of both ends");
        }
        int first = Integer.parseInt(range.group(1));
        int last = Math.min(Integer.parseInt(range.group(2)), object.length - 1);
        exchange.getResponseHeaders().set("Content-Range", "bytes " + first + "-" + last + "/" + object.length);
        return Arrays.copyOfRange(object, first, last + 1);
    }

    private static byte[] error(String code, String members) {
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>Said &lt;so&gt;."
                        + "</Message>" + members + "</Error>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

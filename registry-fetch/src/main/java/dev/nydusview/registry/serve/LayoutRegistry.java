package dev.nydusview.registry.serve;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A read-only registry that serves one repository from an OCI layout, on this machine's loopback address. It answers
 * the pull half of the distribution specification, ranges of blobs included.
 */
public final class LayoutRegistry implements AutoCloseable {
    private static final int THREADS = 8;

    private final HttpServer server;
    private final ExecutorService threads;
    private final LayoutHandler handler;

    private LayoutRegistry(HttpServer server, ExecutorService threads, LayoutHandler handler) {
        this.server = server;
        this.threads = threads;
        this.handler = handler;
    }

    public static LayoutRegistry start(Path layout, String repository) throws IOException {
        return start(layout, repository, List.of());
    }

    /** Starts a registry whose requests go through {@code filters} first. */
    public static LayoutRegistry start(Path layout, String repository, List<Filter> filters) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "layout-registry");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        LayoutHandler handler = new LayoutHandler(layout, repository);
        HttpContext context = server.createContext("/", handler);
        context.getFilters().addAll(filters);
        server.start();
        return new LayoutRegistry(server, threads, handler);
    }

    /** Host and port, as they stand in a reference. */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Bytes of blobs that were sent so far. */
    public long blobBytesServed() {
        return handler.blobBytes();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package dev.nydusview.testkit;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.registry.manifest.Descriptor;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A read-only registry for one repository, on a free port of this machine's loopback address. Speaks the pulling
 * half of the OCI distribution specification: manifests by tag and digest, blobs whole or one range at a time,
 * referrers.
 */
public final class LayoutRegistry implements Closeable {
    /**
     * The server writes headers and body separately, and by default lets the kernel wait for the acknowledgement of the
     * first before it sends the second: 40 ms for each response. Read once, by the first server of the process.
     */
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    private final String repository;
    private final HttpServer server;
    private final ExecutorService threads;
    private final Content content = new Content();

    private final RepositoryHandler handler;

    private LayoutRegistry(String repository, HttpServer server, HttpContext context) {
        this.repository = repository;
        this.handler = new RepositoryHandler(repository, content);
        this.server = server;
        this.threads = Executors.newCachedThreadPool(new DaemonThreads("registry-"));
        context.setHandler(handler);
    }

    /**
     * Starts a registry without content.
     *
     * @param filters see every request before it is answered
     */
    public static LayoutRegistry start(String repository, Filter... filters) throws IOException {
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        HttpContext context = server.createContext("/");
        for (Filter filter : filters) {
            context.getFilters().add(filter);
        }
        LayoutRegistry registry = new LayoutRegistry(repository, server, context);
        server.setExecutor(registry.threads);
        server.start();
        return registry;
    }

    /** Serves all tags and blobs of {@code layout}. */
    public LayoutRegistry add(OciLayout layout) {
        layout.tags().forEach(content::tag);
        content.add(layout);
        return this;
    }

    /** Makes this a registry without the referrers API, as those from before version 1.1 of the specification are. */
    public LayoutRegistry withoutReferrers() {
        handler.stopReferrers();
        return this;
    }

    /** Serves a manifest or index under a tag and under its digest, which is returned. */
    public Descriptor addManifest(String tag, String mediaType, byte[] bytes) {
        Descriptor descriptor = content.add(mediaType, bytes);
        content.tag(tag, descriptor);
        return descriptor;
    }

    /** Serves a blob, or a manifest that has no tag. */
    public Descriptor addBlob(String mediaType, byte[] bytes) {
        return content.add(mediaType, bytes);
    }

    /** Host and port. */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** The reference of a tag. */
    public String reference(String tag) {
        return host() + "/" + repository + ":" + tag;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Threads that do not keep the process alive. */
    private static final class DaemonThreads implements ThreadFactory {
        private final AtomicInteger count = new AtomicInteger();
        private final String prefix;

        DaemonThreads(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }
}

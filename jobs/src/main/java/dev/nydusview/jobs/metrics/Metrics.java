package dev.nydusview.jobs.metrics;

import dev.nydusview.base.OutputFile;
import dev.nydusview.base.Threads;
import dev.nydusview.http.HttpServer;
import dev.nydusview.http.ServerLimits;
import dev.nydusview.jobs.Console;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Publishes the metrics of a command while it runs: in a file, written at an interval and at the end, and over HTTP. */
public final class Metrics implements Closeable {
    private static final Closeable NONE = () -> {};
    private static final ServerLimits LIMITS =
            new ServerLimits(16, Duration.ofMinutes(1), Duration.ofSeconds(5), 1 << 10, Duration.ofSeconds(1));

    private final Samples samples;
    private final Exposition exposition = new Exposition();
    private final Measurements measured;
    private final Health health;
    private final Console console;
    private final MetricsSettings settings;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable HttpServer server;
    private @Nullable String lastProblem;

    private Metrics(Measurements measured, Health health, Console console, MetricsSettings settings) {
        this.samples = new Samples(measured);
        this.measured = measured;
        this.health = health;
        this.console = console;
        this.settings = settings;
    }

    /**
     * Begins to publish; nothing is done, nor loaded, where the settings ask for nothing.
     *
     * @param problem returns for what reason the command cannot do its work at present; null for none
     */
    public static Closeable start(
            MetricsSettings settings, Measurements measured, Console console, Supplier<@Nullable String> problem)
            throws IOException {
        if (!settings.isUsed()) {
            return NONE;
        }
        Metrics metrics = new Metrics(measured, new Health(measured, problem), console, settings);
        metrics.begin();
        return metrics;
    }

    private void begin() throws IOException {
        SocketAddress address = settings.address();
        MetricsHandler handler = new MetricsHandler(this::text, health);
        if (address instanceof UnixDomainSocketAddress socket) {
            server = HttpServer.listen(socket.getPath(), LIMITS, handler);
        } else if (address instanceof InetSocketAddress host) {
            server = HttpServer.listen(host, LIMITS, handler);
        }
        if (server != null && !console.quiet()) {
            console.say("serving /metrics and /healthz on " + shown(server.address()));
        }
        if (settings.file() != null) {
            try {
                OutputFile.write(settings.file(), text());
            } catch (IOException e) {
                close();
                throw new IOException("the metrics cannot be written: " + e.getMessage(), e);
            }
            Threads.daemon("metrics", this::writeRepeatedly).start();
        }
    }

    private static String shown(SocketAddress address) {
        return address instanceof InetSocketAddress host
                ? host.getHostString() + ":" + host.getPort()
                : address.toString();
    }

    byte[] text() {
        return exposition.text(samples.take(health.state().isHealthy()), measured.operations());
    }

    private void writeRepeatedly() {
        try {
            while (!ended.await(settings.interval().toMillis(), TimeUnit.MILLISECONDS)) {
                write();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes the file; a problem is reported once, and again when it is another one. */
    private synchronized void write() {
        Path file = settings.file();
        if (file == null) {
            return;
        }
        String problem = null;
        try {
            OutputFile.write(file, text());
        } catch (IOException | RuntimeException e) {
            problem = "the metrics cannot be written: " + e.getMessage();
        }
        if (problem != null && !problem.equals(lastProblem)) {
            console.say(problem);
        }
        lastProblem = problem;
    }

    /** Writes the file a last time, and ends the server. */
    @Override
    public void close() throws IOException {
        ended.countDown();
        write();
        if (server != null) {
            server.close();
        }
    }
}

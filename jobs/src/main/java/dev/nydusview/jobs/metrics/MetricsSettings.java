package dev.nydusview.jobs.metrics;

import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which metrics leave a process.
 *
 * @param file for the textfile collector of node_exporter; null for none
 * @param address of an HTTP server: one of this machine or a UNIX socket; null for none
 * @param interval at which the file is written
 */
public record MetricsSettings(@Nullable Path file, @Nullable SocketAddress address, Duration interval) {
    /** No metrics. */
    public static final MetricsSettings NONE = new MetricsSettings(null, null, Duration.ofSeconds(15));

    boolean isUsed() {
        return file != null || address != null;
    }
}

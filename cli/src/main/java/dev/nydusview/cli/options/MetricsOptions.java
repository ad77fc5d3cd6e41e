package dev.nydusview.cli.options;

import dev.nydusview.jobs.metrics.MetricsSettings;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for metrics and health of long-running commands. */
@HelpGroup("Metrics")
public final class MetricsOptions {
    @Option(
            names = "--metrics-file",
            paramLabel = "FILE",
            description = "Write metrics to FILE for the textfile collector of node_exporter, whole or not at all, at "
                    + "an interval and at the end.")
    @Nullable
    Path file;

    @Option(
            names = "--metrics-interval",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Interval at which FILE is written (default: 15s).")
    Duration interval = MetricsSettings.NONE.interval();

    @Option(
            names = "--metrics-listen",
            paramLabel = "ADDRESS",
            converter = ListenAddressConverter.class,
            description =
                    "Serve /metrics and /healthz over HTTP, without authentication, on [HOST]:PORT or on the UNIX "
                            + "socket /PATH; without HOST on this machine only, with port 0 on any that is free.")
    @Nullable
    SocketAddress address;

    public MetricsSettings settings() {
        return new MetricsSettings(file, address, interval);
    }
}

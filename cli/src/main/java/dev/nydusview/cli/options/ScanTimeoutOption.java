package dev.nydusview.cli.options;

import dev.nydusview.scan.mount.MountSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The limit for how long a scanner or a plugin may take. */
@HelpGroup("Scan")
public final class ScanTimeoutOption {
    @Option(
            names = "--scan-timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Kill a scanner or plugin that takes longer (default: 30m).")
    @Nullable
    Duration timeout;

    @Option(
            names = {"--timeout", EnvironmentDefaults.SCANNER_TIMEOUT},
            converter = DurationConverter.class,
            hidden = true)
    @Nullable
    Duration former;

    /** Returns the limit of the current option, of its former name, or the default, in this order. */
    public Duration value() {
        if (timeout != null) {
            return timeout;
        }
        return former == null ? MountSettings.DEFAULT.timeout() : former;
    }
}

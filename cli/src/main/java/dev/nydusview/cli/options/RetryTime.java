package dev.nydusview.cli.options;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The time for which requests are repeated, with the default of a command. */
abstract class RetryTime {
    private static final String USAGE =
            "Repeat a request that fails temporarily, or to a registry that is down, for DURATION; 0 for never ";

    abstract Duration value();

    /** The option of commands that a user waits for. */
    @HelpGroup(value = "Registry", common = true)
    static final class OneShot extends RetryTime {
        @Option(
                names = "--retry-for",
                paramLabel = "DURATION",
                converter = DurationConverter.OrZero.class,
                description = USAGE + "(default: 10s).")
        Duration time = Duration.ofSeconds(10);

        @Override
        Duration value() {
            return time;
        }
    }

    /** The option of commands whose images others read, and for which an outage is better waited out. */
    @HelpGroup(value = "Registry", common = true)
    static final class Lasting extends RetryTime {
        @Option(
                names = "--retry-for",
                paramLabel = "DURATION",
                converter = DurationConverter.OrZero.class,
                description = USAGE + "(default: 60s).")
        Duration time = Duration.ofSeconds(60);

        @Override
        Duration value() {
            return time;
        }
    }
}

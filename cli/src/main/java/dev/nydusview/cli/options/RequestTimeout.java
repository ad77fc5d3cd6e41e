package dev.nydusview.cli.options;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The longest wait for a registry, under the name that a command has for it. */
abstract class RequestTimeout {
    static final Duration DEFAULT = Duration.ofSeconds(30);

    static final String DESCRIPTION =
            "Longest time without a response, or with fewer than 256 bytes a second of one (default: 30s).";

    abstract Duration value();

    /** The option of commands that run nothing for long. */
    @HelpGroup(value = "Registry", common = true)
    static final class Plain extends RequestTimeout {
        @Option(
                names = "--timeout",
                paramLabel = "DURATION",
                converter = DurationConverter.class,
                description = DESCRIPTION)
        Duration timeout = DEFAULT;

        @Override
        Duration value() {
            return timeout;
        }
    }

    /** The option of commands that run scanners or plugins, which have a limit of their own. */
    @HelpGroup(value = "Registry", common = true)
    static final class BesideScan extends RequestTimeout {
        @Option(
                names = "--request-timeout",
                paramLabel = "DURATION",
                converter = DurationConverter.class,
                description = DESCRIPTION)
        Duration timeout = DEFAULT;

        @Override
        Duration value() {
            return timeout;
        }
    }
}

package dev.nydusview.cli.options;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.security.SecurityLogSettings;
import dev.nydusview.securitylog.EventDestination;
import dev.nydusview.securitylog.FileRotation;
import java.util.List;
import picocli.CommandLine.Option;

/** Options for the security log. */
@HelpGroup("Security log")
public final class SecurityLogOptions {
    @Option(
            names = "--security-log",
            paramLabel = "DEST",
            converter = EventDestinationConverter.class,
            description =
                    "Send findings, verdicts, decisions and logs of plugins as lines of JSON to DEST: a FILE, or a "
                            + "syslog server at unix:///dev/log, udp://HOST[:PORT], tcp://HOST[:PORT] or tls://HOST[:PORT]; may be "
                            + "repeated.")
    List<EventDestination> destinations = List.of();

    @Option(
            names = "--security-log-size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Size at which FILE is rotated, to FILE.1 and so on (default: 64M).")
    long size = FileRotation.DEFAULT.bytes();

    @Option(
            names = "--security-log-files",
            paramLabel = "N",
            description = "Number of files to keep, FILE among them (default: 5).")
    int files = FileRotation.DEFAULT.files();

    public SecurityLogSettings settings() throws CommandException {
        if (size < 1 || files < 1) {
            throw new CommandException(ExitCode.USAGE, "--security-log-size and --security-log-files must be positive");
        }
        return new SecurityLogSettings(destinations, new FileRotation(size, files));
    }
}

package dev.nydusview.cli.options;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.ImageSelection;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.registry.endpoint.NameSelection;
import java.io.IOException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for a list of names in a registry. */
public final class ListOptions {
    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Print at most N names, and fetch no more pages of the list than they take (default: all).")
    int limit = Integer.MAX_VALUE;

    @Option(
            names = "--filter",
            paramLabel = "REGEX",
            description = "Print only names that match REGEX entirely (default: .*).")
    String filter = NameSelection.ALL.filter().pattern();

    @Mixin
    RegistryOptions registry = new RegistryOptions();

    @Mixin
    RequestTimeout.Plain timeout = new RequestTimeout.Plain();

    @Mixin
    RetryTime.OneShot retryTime = new RetryTime.OneShot();

    /** Returns the names that are wanted. */
    public NameSelection selection() throws CommandException {
        if (limit < 1) {
            throw new CommandException(ExitCode.USAGE, "--limit must be at least 1");
        }
        try {
            return new NameSelection(Pattern.compile(filter), limit);
        } catch (PatternSyntaxException e) {
            throw new CommandException(ExitCode.USAGE, "--filter is not a regular expression: " + e.getMessage());
        }
    }

    /** The access to the registry; reads the password if it is on standard input. */
    public Access access(Environment environment) throws IOException {
        registry.check();
        return new Access(
                ImageSelection.USUAL, registry.access(environment, timeout.value(), retryTime.value()), false);
    }
}

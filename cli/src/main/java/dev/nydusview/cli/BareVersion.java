package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.EnvironmentDefaults;
import java.util.Arrays;
import java.util.List;

/** {@code version} without options, for which the parser of command lines is not loaded: it takes longer than the command. */
final class BareVersion {
    private static final List<List<String>> SPELLINGS = List.of(List.of("version"), List.of("--version"));

    private BareVersion() {}

    /** Tells whether this is that command line, and no variable of {@code environment} adds an option. */
    static boolean fits(Environment environment, String... arguments) {
        return SPELLINGS.contains(Arrays.asList(arguments))
                && environment.variables().keySet().stream()
                        .noneMatch(name -> name.startsWith(EnvironmentDefaults.PREFIX));
    }

    /** Runs the command and returns its exit code. */
    static int run(Environment environment) {
        VersionCommand command = new VersionCommand(environment);
        try {
            return command.call();
        } catch (Exception | Error e) {
            return new FailureReporter(environment).report(e, command.exitCode(e), false);
        } finally {
            environment.err().flush();
        }
    }
}

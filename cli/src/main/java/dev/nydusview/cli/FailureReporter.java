package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.settings.BadSettingsException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.exit.Messages;
import dev.nydusview.jobs.output.OutputClosedException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns whatever a command throws into one line and an exit code. */
final class FailureReporter implements IExecutionExceptionHandler {
    private final Environment environment;

    FailureReporter(Environment environment) {
        this.environment = environment;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult result) {
        Subcommand subcommand = command.getCommand();
        if (failure instanceof BadSettingsException) {
            return report(failure, ExitCode.USAGE, subcommand.output().debug());
        }
        ExitCode code = subcommand.exitCode(failure);
        int reported = report(failure, code, subcommand.output().debug());
        if (code == ExitCode.USAGE) {
            UsageErrors.hint(command);
        }
        return reported;
    }

    int report(Throwable failure, ExitCode code, boolean withStackTrace) {
        if (failure instanceof OutputClosedException closed && closed.readerLeft()) {
            return code.code();
        }
        String message =
                failure instanceof BadSettingsException ? String.valueOf(failure.getMessage()) : Messages.of(failure);
        environment.fail(message, failure, withStackTrace);
        return code.code();
    }
}

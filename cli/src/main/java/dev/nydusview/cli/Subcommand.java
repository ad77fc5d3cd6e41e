package dev.nydusview.cli;

import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.jobs.exit.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;

/** Common behaviour of all subcommands. */
interface Subcommand extends Callable<Integer> {
    /** Exit codes of a command that opens an image and prints what it finds. */
    List<ExitCode> READING = List.of(
            ExitCode.OK,
            ExitCode.FAILURE,
            ExitCode.USAGE,
            ExitCode.NOT_FOUND,
            ExitCode.AUTHENTICATION,
            ExitCode.UNSUPPORTED,
            ExitCode.INTEGRITY);

    /** Exit codes of a command that prints a list of names. */
    List<ExitCode> LISTING = List.of(
            ExitCode.OK,
            ExitCode.FAILURE,
            ExitCode.USAGE,
            ExitCode.NOT_FOUND,
            ExitCode.AUTHENTICATION,
            ExitCode.INTEGRITY);

    /** Runs, and returns one of {@link #exitCodes} or the exit code of another program. */
    @Override
    Integer call() throws Exception;

    /** Returns the exit codes that the help text lists. */
    List<ExitCode> exitCodes();

    OutputOptions output();

    /** The exit code for a failure of this command. */
    default ExitCode exitCode(Throwable failure) {
        return dev.nydusview.jobs.exit.ExitCodes.of(failure);
    }
}

package dev.nydusview.cli;

import dev.nydusview.base.SafeText;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.LogFormat;
import dev.nydusview.cli.options.OptionDefaults;
import dev.nydusview.cli.settings.BadSettingsException;
import dev.nydusview.jobs.exit.ExitCode;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints what is wrong with the arguments and how the command is used, in three lines. */
final class UsageErrors implements IParameterExceptionHandler {
    private final Environment environment;

    UsageErrors(Environment environment) {
        this.environment = environment;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        if (command.getCommand() instanceof Subcommand subcommand) {
            environment.use(subcommand.output().logFormat() == LogFormat.JSON);
        }
        if (failure.getCause() instanceof BadSettingsException settings) {
            return new FailureReporter(environment).report(settings, ExitCode.USAGE, false);
        }
        err.println("nydusview: " + SafeText.controls(failure.getMessage() + origin(failure)));
        UnmatchedArgumentException.printSuggestions(failure, err);
        hint(command);
        return ExitCode.USAGE.code();
    }

    /** Names the place of a value in a configuration file. */
    private String origin(ParameterException failure) {
        return failure.getArgSpec() instanceof OptionSpec option && failure.getValue() != null
                ? OptionDefaults.inForce(environment.settings(), option)
                        .filter(setting -> failure.getValue().contains(setting.text())
                                || setting.values().contains(failure.getValue()))
                        .map(setting -> " (" + setting.place() + ")")
                        .orElse("")
                : "";
    }

    /** The short usage of {@code command}. */
    static void hint(CommandLine command) {
        PrintWriter err = command.getErr();
        CommandLine.Help plain = new CommandLine.Help(
                command.getCommandSpec(), CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        err.print("Usage: " + plain.synopsis(0));
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
    }
}

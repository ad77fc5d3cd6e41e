package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.LogFormat;
import dev.nydusview.cli.options.OutputOptions;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;

/** Applies the options that concern the process as a whole, then runs the command. */
final class LoggingSetup implements IExecutionStrategy {
    private final Environment environment;
    private final Consumer<ParseResult> first;

    /** @param first is done with each command before it runs */
    LoggingSetup(Environment environment, Consumer<ParseResult> first) {
        this.environment = environment;
        this.first = first;
    }

    @Override
    public int execute(ParseResult parsed) {
        List<CommandLine> commands = parsed.asCommandLineList();
        CommandLine last = commands.get(commands.size() - 1);
        if (last.getCommand() instanceof Subcommand subcommand) {
            OutputOptions output = subcommand.output();
            output.logLevel().apply(output.logFormat());
            environment.use(output.logFormat() == LogFormat.JSON);
            boolean color = output.color().enabled(environment.terminal().out(), environment.variables());
            environment.color(color);
            last.setColorScheme(CommandLine.Help.defaultColorScheme(color ? Ansi.ON : Ansi.OFF));
        }
        first.accept(last.getParseResult());
        if (last.getCommand() instanceof HelpCommand help && help.explainsAnother()) {
            return help.call(); // with --help-all, which explains the command help otherwise
        }
        return new CommandLine.RunLast().execute(parsed);
    }
}

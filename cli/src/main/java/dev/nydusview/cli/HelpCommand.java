package dev.nydusview.cli;

import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.jobs.exit.ExitCode;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code help [COMMAND...]}. */
@Command(
        name = "help",
        description = "Shows the help text of a command, or of nydusview.",
        footer = {
            "  nydusview help",
            "  nydusview help mount",
            "  nydusview help plugin run",
            "  nydusview help --help-all ls",
        })
final class HelpCommand implements Subcommand {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Command, and a command of that one.")
    List<String> words = List.of();

    @Mixin
    OutputOptions output = new OutputOptions();

    /** Tests whether the help text of another command is wanted, briefly or whole. */
    boolean explainsAnother() {
        return !words.isEmpty();
    }

    @Override
    public Integer call() {
        CommandLine command = spec.root().commandLine();
        for (String word : words) {
            CommandLine next = command.getSubcommands().get(word);
            if (next == null) {
                throw new UnknownCommandException(command, word);
            }
            command = next;
        }
        command.usage(spec.commandLine().getOut(), spec.commandLine().getColorScheme());
        return ExitCode.OK.code();
    }

    /** Reports a word that is not a command; near names are suggested. */
    private static final class UnknownCommandException extends UnmatchedArgumentException {
        private static final long serialVersionUID = 1L;

        private final String word;

        UnknownCommandException(CommandLine command, String word) {
            super(command, List.of(word));
            this.word = word;
        }

        @Override
        public String getMessage() {
            return "unknown command '" + word + "'";
        }
    }

    @Override
    public List<ExitCode> exitCodes() {
        return List.of(ExitCode.OK, ExitCode.USAGE);
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}

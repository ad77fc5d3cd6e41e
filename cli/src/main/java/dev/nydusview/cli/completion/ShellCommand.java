package dev.nydusview.cli.completion;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command as scripts see it.
 *
 * @param words its name without that of the program, such as {@code plugin run}; empty for the program itself
 */
record ShellCommand(String words, CommandSpec spec) {
    /** Returns the program and all its commands. */
    static List<ShellCommand> all(CommandSpec root) {
        List<ShellCommand> found = new ArrayList<>();
        collect("", root, found);
        return found;
    }

    private static void collect(String words, CommandSpec spec, List<ShellCommand> found) {
        found.add(new ShellCommand(words, spec));
        spec.subcommands()
                .forEach((name, command) -> collect((words + " " + name).strip(), command.getCommandSpec(), found));
    }

    List<OptionSpec> options() {
        return spec.options().stream().filter(option -> !option.hidden()).toList();
    }

    /** Returns the names of commands that may follow; those of the program after the command that explains others. */
    List<String> next() {
        CommandSpec explained = words.equals("help") ? spec.root() : spec;
        return List.copyOf(explained.subcommands().keySet());
    }

    /** Tests whether arguments follow that are neither commands nor options. */
    boolean hasArguments() {
        return next().isEmpty() && !spec.positionalParameters().isEmpty();
    }

    /** Returns the first sentence of the help text, without its period. */
    static String summary(CommandLine command) {
        return sentence(command.getCommandSpec().usageMessage().description());
    }

    /** Returns the first sentence of what the help text says of an option. */
    static String summary(ArgSpec argument) {
        return sentence(argument.description());
    }

    private static String sentence(String... description) {
        String text = description.length == 0 ? "" : description[0];
        return text.replaceFirst("\\.? \\(default: .*", "")
                .replaceFirst("[.;:] .*", "")
                .replaceFirst("\\.$", "");
    }
}

package dev.nydusview.cli.completion;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The script for fish: a line for each command and each option of a command. */
final class FishScript {
    private static final String ASKED = " -a '(__nydusview_candidates)'";

    private FishScript() {}

    static String text(List<ShellCommand> commands) {
        StringBuilder text = new StringBuilder("set -g __nydusview_commands");
        commands.stream().filter(command -> !command.words().isEmpty()).forEach(command -> text.append(' ')
                .append(quoted(command.words())));
        text.append("\n\n");
        commands.forEach(command -> add(command, text));
        return ScriptTemplate.filled("completion.fish", text.toString());
    }

    private static void add(ShellCommand command, StringBuilder text) {
        String start = "complete -c nydusview -n " + quoted("__nydusview_at " + quoted(command.words()));
        for (CommandLine next : command.spec().subcommands().values()) {
            text.append(start + " -a " + next.getCommandName() + " -d " + quoted(ShellCommand.summary(next)) + "\n");
        }
        if (command.spec().subcommands().isEmpty() && !command.next().isEmpty()) {
            text.append(start + " -a " + quoted(String.join(" ", command.next())) + "\n");
        } else if (command.hasArguments()) {
            text.append(start + ASKED + "\n");
        }
        for (OptionSpec option : command.options()) {
            text.append(start + names(option) + value(option) + " -d " + quoted(ShellCommand.summary(option)) + "\n");
        }
    }

    private static String names(OptionSpec option) {
        return List.of(option.names()).stream()
                .map(name -> name.startsWith("--") ? " -l " + name.substring(2) : oldStyle(name))
                .collect(Collectors.joining());
    }

    private static String oldStyle(String name) {
        return (name.length() == 2 ? " -s " : " -o ") + name.substring(1);
    }

    private static String value(OptionSpec option) {
        return switch (ValueKind.of(option)) {
            case NONE -> "";
            case WORDS -> " -x -a " + quoted(OptionWords.of(option).collect(Collectors.joining(" ")));
            case FILES, PROGRAM -> " -r -F";
            case DIRECTORIES -> " -x -a '(__fish_complete_directories)'";
            case OTHER -> " -x";
            case IMAGES, PATHS, REPOSITORIES, REGISTRIES -> " -x" + ASKED;
        };
    }

    /** Returns {@code text} in single quotes of fish. */
    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}

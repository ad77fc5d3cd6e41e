package dev.nydusview.cli.completion;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The script for zsh: a function for each command, which describes it to {@code _arguments}. */
final class ZshScript {
    private static final String BREAK = " \\\n    ";

    private ZshScript() {}

    static String text(List<ShellCommand> commands) {
        StringBuilder text = new StringBuilder();
        for (ShellCommand command : commands) {
            String name = ("_nydusview " + command.words()).strip().replace(' ', '_');
            boolean group = !command.spec().subcommands().isEmpty();
            text.append((command.words().isEmpty() ? name + "_commands" : name) + "() {\n");
            text.append(group ? group(command, name) : "  _arguments -s -S" + arguments(command) + "\n");
            text.append("}\n\n");
        }
        return ScriptTemplate.filled("completion.zsh", text.toString());
    }

    private static String group(ShellCommand command, String name) {
        String described = command.spec().subcommands().values().stream()
                .map(next -> "\n    " + described(next))
                .collect(Collectors.joining());
        return "  local line state ret=1\n  local -a commands=(" + described + "\n  )\n"
                + "  _arguments -C -s -S -A '-*'" + options(command)
                + BREAK + "': :->command'"
                + BREAK + "'*:: :->arguments' && ret=0\n"
                + "  case $state in\n"
                + "    (command) _describe -t commands command commands && ret=0 ;;\n"
                + "    (arguments) (( ! $+functions[" + name + "_$line[1]] )) || " + name + "_$line[1] && ret=0 ;;\n"
                + "  esac\n  return ret\n";
    }

    private static String described(CommandLine command) {
        return ScriptTemplate.quoted(command.getCommandName() + ":" + ShellCommand.summary(command));
    }

    private static String arguments(ShellCommand command) {
        String rest = "";
        if (!command.next().isEmpty()) {
            rest = BREAK + ScriptTemplate.quoted("*:command:(" + String.join(" ", command.next()) + ")");
        } else if (command.hasArguments()) {
            rest = BREAK + "'*:argument:_nydusview_candidates'";
        }
        return options(command) + rest;
    }

    private static String options(ShellCommand command) {
        return command.options().stream()
                .flatMap(option -> specifications(option).stream())
                .map(specification -> BREAK + ScriptTemplate.quoted(specification))
                .collect(Collectors.joining());
    }

    /** Returns a specification for each name: the other names cannot follow, unless the option may be repeated. */
    private static List<String> specifications(OptionSpec option) {
        String others = "(" + String.join(" ", option.names()) + ")";
        String start = option.isMultiValue() ? "*" : option.names().length > 1 ? others : "";
        String text = "[" + ShellCommand.summary(option).replace("[", "\\[").replace("]", "\\]") + "]";
        boolean takesValue = ValueKind.of(option) != ValueKind.NONE;
        return List.of(option.names()).stream()
                .map(name -> start + name + (takesValue && name.startsWith("--") ? "=" : "") + text + value(option))
                .toList();
    }

    private static String value(OptionSpec option) {
        String label = ":" + option.paramLabel().replace(":", "\\:").replaceAll("[\\[\\]]", "") + ":";
        return switch (ValueKind.of(option)) {
            case NONE -> "";
            case WORDS -> label + "(" + OptionWords.of(option).collect(Collectors.joining(" ")) + ")";
            case FILES -> label + "_files";
            case DIRECTORIES -> label + "_directories";
            case PROGRAM -> ":*::program:_normal";
            case OTHER -> label + " ";
            case IMAGES, PATHS, REPOSITORIES, REGISTRIES -> label + "_nydusview_candidates";
        };
    }
}

package dev.nydusview.cli.completion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;

/** The script for bash: tables of commands and options, which the template reads. */
final class BashScript {
    private BashScript() {}

    static String text(List<ShellCommand> commands) {
        return ScriptTemplate.filled("completion.bash", tables(commands) + values(commands));
    }

    private static String tables(List<ShellCommand> commands) {
        StringBuilder text = new StringBuilder(
                """
                # Sets next to the commands that may follow the command $1, and options to its options.
                _nydusview_table() {
                  next=() options=()
                  case $1 in
                """);
        for (ShellCommand command : commands) {
            text.append("    " + ScriptTemplate.quoted(command.words()) + ")\n");
            if (!command.next().isEmpty()) {
                text.append("      next=(" + String.join(" ", command.next()) + ")\n");
            }
            String names = command.options().stream()
                    .flatMap(option -> List.of(option.names()).stream())
                    .collect(Collectors.joining(" "));
            text.append("      options=(" + names + ")\n      ;;\n");
        }
        return text.append("  esac\n}\n\n").toString();
    }

    /** Appends what options take; what most commands have under a name comes last, for any command. */
    private static String values(List<ShellCommand> commands) {
        StringBuilder special = new StringBuilder();
        StringBuilder usual = new StringBuilder();
        uses(commands).forEach((name, users) -> {
            String most = users.entrySet().stream()
                    .max(Comparator.comparingInt(entry -> entry.getValue().size()))
                    .orElseThrow()
                    .getKey();
            users.forEach((value, of) -> {
                if (!value.equals(most)) {
                    String patterns = of.stream()
                            .map(words -> ScriptTemplate.quoted(words + " " + name))
                            .collect(Collectors.joining(" | "));
                    special.append("    " + patterns + ") " + value + " ;;\n");
                }
            });
            usual.append("    *" + ScriptTemplate.quoted(" " + name) + ") " + most + " ;;\n");
        });
        return """
                # Sets kind, and words, to what the option $2 of the command $1 takes.
                _nydusview_value() {
                  kind=none words=()
                  case "$1 $2" in
                """
                + special
                + usual
                + "  esac\n}\n";
    }

    /** Commands by what an option takes, by its name. */
    private static Map<String, Map<String, List<String>>> uses(List<ShellCommand> commands) {
        Map<String, Map<String, List<String>>> uses = new TreeMap<>();
        for (ShellCommand command : commands) {
            for (OptionSpec option : command.options()) {
                for (String name : option.names()) {
                    uses.computeIfAbsent(name, other -> new LinkedHashMap<>())
                            .computeIfAbsent(value(option), other -> new ArrayList<>())
                            .add(command.words());
                }
            }
        }
        uses.values().removeIf(users -> users.keySet().equals(Set.of("kind=none")));
        return uses;
    }

    private static String value(OptionSpec option) {
        ValueKind kind = ValueKind.of(option);
        String words = OptionWords.of(option).collect(Collectors.joining(" "));
        return "kind=" + kind.word() + (words.isEmpty() ? "" : " words=(" + words + ")");
    }
}

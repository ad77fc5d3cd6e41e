package dev.nydusview.cli;

import dev.nydusview.jobs.exit.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The README's exit codes, from {@link ExitCode} and from the codes that each command lists. */
final class ExitCodeTable {
    /** A code that more commands list is one of most commands. */
    private static final int MOST_COMMANDS_NAMED = 5;

    private ExitCodeTable() {}

    static GeneratedTable of(CommandLine root) {
        List<CommandLine> commands = withSubcommands(root).toList();
        List<List<String>> rows = new ArrayList<>();
        for (ExitCode code : ExitCode.values()) {
            rows.add(List.of(String.valueOf(code.code()), code.meaning(), listing(code, commands)));
        }
        return new GeneratedTable("exit codes", List.of("code", "meaning", "commands"), rows);
    }

    private static Stream<CommandLine> withSubcommands(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(ExitCodeTable::withSubcommands));
    }

    private static String listing(ExitCode code, List<CommandLine> commands) {
        List<String> names = commands.stream()
                .filter(command -> command.getCommand() instanceof Subcommand subcommand
                        && subcommand.exitCodes().contains(code))
                .map(command -> command.getCommandSpec().qualifiedName().replaceFirst("^\\S+ ", ""))
                .toList();
        return names.size() > MOST_COMMANDS_NAMED
                ? "most"
                : names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}

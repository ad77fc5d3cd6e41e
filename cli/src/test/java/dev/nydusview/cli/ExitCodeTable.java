package dev.nydusview.cli;

import dev.nydusview.cli.exit.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The README's table of exit codes, made from {@link ExitCode} and from the codes that each command lists. */
final class ExitCodeTable {
    static final String BEGIN = "<!-- exit codes, generated: -Dupdate.cli.docs=true -->\n";
    static final String END = "<!-- end of exit codes -->\n";

    /** A code that more commands list is one of most commands. */
    private static final int MOST_COMMANDS_NAMED = 5;

    private final List<CommandLine> commands;

    ExitCodeTable(CommandLine root) {
        commands = leaves(root).toList();
    }

    private static Stream<CommandLine> leaves(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(ExitCodeTable::leaves));
    }

    /** {@code document} with the table between its two marks made anew. */
    String replacedIn(String document) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the document lacks " + BEGIN + END);
        }
        return document.substring(0, begin + BEGIN.length()) + table() + document.substring(end);
    }

    private String table() {
        List<String> rows = new ArrayList<>(List.of("| code | meaning | commands |", "|---|---|---|"));
        for (ExitCode code : ExitCode.values()) {
            rows.add("| " + code.code() + " | " + code.meaning() + " | " + commands(code) + " |");
        }
        return String.join("\n", rows) + "\n";
    }

    private String commands(ExitCode code) {
        List<String> listing = commands.stream()
                .filter(command -> command.getCommand() instanceof Subcommand subcommand
                        && subcommand.exitCodes().contains(code))
                .map(command -> command.getCommandSpec().qualifiedName().replaceFirst("^\\S+ ", ""))
                .toList();
        return listing.size() > MOST_COMMANDS_NAMED
                ? "most"
                : listing.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}

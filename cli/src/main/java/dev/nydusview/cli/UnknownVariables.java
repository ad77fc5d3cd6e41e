package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.EnvironmentDefaults;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Tells the user of environment variables that are named like those of nydusview and have no effect: misspelled ones. */
final class UnknownVariables {
    /** Variables of the launcher, and those that nydusview gives to programs over an image. */
    private static final Set<String> OTHERS = Set.of(
            "NYDUSVIEW_JAVA_OPTS",
            "NYDUSVIEW_INSTALL",
            "NYDUSVIEW_NO_INSTALL",
            "NYDUSVIEW_ROOT",
            "NYDUSVIEW_IMAGE",
            "NYDUSVIEW_RUN");

    private final Environment environment;

    UnknownVariables(Environment environment) {
        this.environment = environment;
    }

    /** Prints a line for each of them, unless another process of the same command line does. */
    void tell(ParseResult parsed) {
        CommandLine command = parsed.commandSpec().commandLine();
        boolean quiet = command.getCommand() instanceof Subcommand subcommand
                && subcommand.output().quiet();
        if (!quiet && !isToldInBackground(parsed)) {
            unknown(command).forEach(environment::say);
        }
    }

    private static boolean isToldInBackground(ParseResult parsed) {
        return parsed.hasMatchedOption(MountCommand.DETACH) && !parsed.hasMatchedOption(Detachment.CHILD_OPTION);
    }

    private List<String> unknown(CommandLine command) {
        Set<String> left = new TreeSet<>(environment.variables().keySet());
        left.removeIf(name -> !name.startsWith(EnvironmentDefaults.PREFIX) || OTHERS.contains(name));
        removeKnown(left, command);
        if (left.isEmpty()) {
            return List.of();
        }
        // Few have variables that this command does not have; only then all commands are made.
        Set<String> known = new TreeSet<>(OTHERS);
        addKnown(known, Nydusview.commandLine(environment));
        left.removeAll(known);
        return left.stream().map(name -> described(name, known)).toList();
    }

    private static void removeKnown(Set<String> names, CommandLine command) {
        Set<String> known = new TreeSet<>();
        addKnown(known, command);
        names.removeAll(known);
    }

    private static void addKnown(Set<String> known, CommandLine command) {
        command.getCommandSpec().options().stream()
                .filter(EnvironmentDefaults::hasVariable)
                .map(EnvironmentDefaults::variable)
                .forEach(known::add);
        command.getSubcommands().values().forEach(subcommand -> addKnown(known, subcommand));
    }

    private static String described(String name, Set<String> known) {
        String advice = nearest(name, known)
                .map(other -> ": use " + other)
                .orElse(": \"nydusview help COMMAND\" lists options, each of which has a variable");
        return "the environment variable " + name + " has no effect, as no option has that name" + advice;
    }

    /** Returns the known name that takes the fewest edits, if it takes at most one for every three characters. */
    private static Optional<String> nearest(String name, Set<String> known) {
        int most = (name.length() - EnvironmentDefaults.PREFIX.length()) / 3;
        return known.stream()
                .min(Comparator.comparingInt(other -> edits(name, other)))
                .filter(other -> edits(name, other) <= most);
    }

    /** Returns the Levenshtein distance of two names. */
    private static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        Arrays.setAll(above, column -> column);
        for (int row = 1; row <= from.length(); row++) {
            int[] edits = new int[to.length() + 1];
            edits[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
                edits[column] = Math.min(above[column - 1] + replaced, Math.min(above[column], edits[column - 1]) + 1);
            }
            above = edits;
        }
        return above[to.length()];
    }
}

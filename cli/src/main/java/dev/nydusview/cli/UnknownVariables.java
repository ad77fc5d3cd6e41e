package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.EnvironmentDefaults;
import dev.nydusview.cli.settings.SettingsFiles;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Tells the user of environment variables that are named like those of nydusview and have no effect: misspelled ones. */
final class UnknownVariables {
    /** Variables of the launcher, and those that nydusview gives to programs over an image. */
    private static final Set<String> OTHERS = Set.of(
            SettingsFiles.VARIABLE,
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

    /** Prints a line for each of them, unless the user wants results only. */
    void tell(ParseResult parsed) {
        CommandLine command = parsed.commandSpec().commandLine();
        boolean quiet = command.getCommand() instanceof Subcommand subcommand
                && subcommand.output().quiet();
        if (!quiet) {
            unknown(command).forEach(environment::say);
        }
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
        String advice = NearestName.of(name, known, EnvironmentDefaults.PREFIX.length())
                .map(other -> ": use " + other)
                .orElse(": \"nydusview help COMMAND\" lists options, each of which has a variable");
        return "the environment variable " + name + " has no effect, as no option has that name" + advice;
    }
}

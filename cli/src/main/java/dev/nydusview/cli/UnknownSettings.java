package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.OptionDefaults;
import dev.nydusview.cli.settings.Setting;
import dev.nydusview.cli.settings.SettingTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Tells the user of keys of configuration files that have no effect: misspelled ones, and those in a wrong table. */
final class UnknownSettings {
    /** The command with the most options: most keys are found without making the others. */
    private static final String LARGEST = "scan";

    private final Environment environment;

    UnknownSettings(Environment environment) {
        this.environment = environment;
    }

    /** Prints a line for each of them that may concern the command, unless the user wants results only. */
    void tell(ParseResult parsed) {
        CommandLine command = parsed.commandSpec().commandLine();
        if (command.getCommand() instanceof Subcommand subcommand
                && !subcommand.output().quiet()
                && !OptionDefaults.readsNoFiles(subcommandName(command))) {
            among(setting -> setting.table()
                            .command()
                            .map(subcommandName(command)::equals)
                            .orElse(true))
                    .forEach(environment::say);
        }
    }

    private static String subcommandName(CommandLine command) {
        return OptionDefaults.name(command.getCommandSpec());
    }

    /** Returns a line for each one of all files. */
    List<String> all() {
        return among(setting -> true);
    }

    private List<String> among(Predicate<Setting> wanted) {
        List<Setting> settings =
                environment.settings().all().stream().filter(wanted).toList();
        if (settings.isEmpty() || known(LARGEST).knowsAll(settings)) {
            return List.of();
        }
        Known known = known();
        return settings.stream()
                .filter(setting -> !known.knows(setting))
                .sorted(Comparator.comparing(Setting::file).thenComparingInt(Setting::line))
                .map(known::described)
                .toList();
    }

    private Known known(String... arguments) {
        Known known = new Known();
        known.add(Nydusview.commandLine(environment, arguments));
        return known;
    }

    /** Names of options that may stand in tables. */
    private static final class Known {
        private final Set<String> defaults = new TreeSet<>();
        private final Set<String> registry = new TreeSet<>();
        private final TreeMap<String, Set<String>> commands = new TreeMap<>();

        void add(CommandLine command) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                add(option);
            }
            command.getSubcommands().values().forEach(this::add);
        }

        private void add(OptionSpec option) {
            if (OptionDefaults.isPerRegistry(option)) {
                registry.add(OptionDefaults.name(option));
            }
            if (OptionDefaults.isAllowed(option, true)) {
                defaults.add(OptionDefaults.name(option));
            }
            if (OptionDefaults.isAllowed(option, false)) {
                commands.computeIfAbsent(OptionDefaults.command(option), name -> new TreeSet<>())
                        .add(OptionDefaults.name(option));
            }
        }

        boolean knowsAll(List<Setting> settings) {
            return settings.stream().allMatch(this::knows);
        }

        boolean knows(Setting setting) {
            return table(setting.table()).contains(setting.option());
        }

        private Set<String> table(SettingTable table) {
            if (table.isDefaults()) {
                return defaults;
            }
            return table.registry().isPresent()
                    ? registry
                    : table.command()
                            .map(name -> commands.getOrDefault(name, Set.of()))
                            .orElse(Set.of());
        }

        String described(Setting setting) {
            return setting.place() + ": the key " + setting.key() + " has no effect, " + reason(setting);
        }

        private String reason(Setting setting) {
            SettingTable table = setting.table();
            Optional<String> command = table.command();
            if (command.isPresent() && !commands.containsKey(command.get())) {
                return "as no command has that name" + advice(command.get(), commands.keySet());
            }
            if (table(table).isEmpty()) {
                return "as it stands in no table that is known: use [defaults], [command.NAME] or [registry.\"HOST\"]";
            }
            if (command.isPresent() && registry.contains(setting.option())) {
                return "as it depends on the registry: use [defaults] or [registry.\"HOST\"]";
            }
            return "as no option there has that name" + advice(setting.option(), table(table));
        }

        private static String advice(String name, Set<String> names) {
            return NearestName.of(name, new ArrayList<>(names), 0)
                    .map(other -> ": use " + other)
                    .orElse(": \"nydusview settings\" lists all");
        }
    }
}

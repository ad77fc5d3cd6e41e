package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.FormatOption;
import dev.nydusview.cli.options.NotFromEnvironment;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.options.RestOfLine;
import dev.nydusview.cli.settings.BadSettingsException;
import dev.nydusview.cli.settings.SettingsFiles;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.Table;
import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code settings [KEY]}. */
@Command(
        name = "settings",
        description = {
            "Shows the value of each setting, and where it comes from.",
            "",
            "A value comes from the command line, else from a variable, the user's configuration file, the system's or the "
                    + "default.",
        },
        footer = {
            "  nydusview settings",
            "  nydusview settings cache-dir",
            "  nydusview settings --changed --format json",
            "  nydusview settings --path",
            "  nydusview settings --for scan --scanner trivy registry.example/app:1.0-nydus",
        })
final class SettingsCommand implements Subcommand {
    private final Environment environment;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "KEY",
            description = "Name of an option without its dashes, a command or a registry (default: all).")
    @Nullable
    String key;

    @NotFromEnvironment
    @Option(names = "--changed", description = "Leave out settings that have their defaults.")
    boolean changed;

    @NotFromEnvironment
    @Option(names = "--path", description = "Show where configuration files are looked for, and read none.")
    boolean paths;

    @Option(
            names = "--for",
            paramLabel = "CMD ARG...",
            parameterConsumer = RestOfLine.class,
            description = "Show the settings of a command line, which is not run; all that follows belongs to it.")
    List<String> line = List.of();

    @Mixin
    FormatOption format = new FormatOption();

    @Mixin
    OutputOptions output = new OutputOptions();

    SettingsCommand(Environment environment) {
        this.environment = environment;
    }

    record Document(int schemaVersion, List<EffectiveSetting> settings) {}

    /** A place of a configuration file. */
    record Place(String owner, String path, boolean exists) {}

    record Places(int schemaVersion, List<Place> files) {}

    @Override
    public Integer call() throws IOException {
        try (TextOutput out = new TextOutput(environment.out(), environment.style())) {
            if (paths) {
                printPlaces(out);
            } else {
                print(selected(), out);
            }
        }
        return ExitCode.OK.code();
    }

    private void printPlaces(TextOutput out) throws IOException {
        List<Place> places = SettingsFiles.of(environment.variables()).stream()
                .map(place -> new Place(place.owner(), place.path().toString(), Files.exists(place.path())))
                .toList();
        format.format().print(out, new Places(1, places), places, text -> {
            Table table = new Table("FILE OF", "PATH", "STATE");
            places.forEach(place -> table.row(place.owner(), place.path(), place.exists() ? "exists" : "missing"));
            table.print(text);
        });
    }

    private void print(List<EffectiveSetting> settings, TextOutput out) throws IOException {
        if (!output.quiet()) {
            new UnknownSettings(environment).all().forEach(environment::say);
        }
        format.format().print(out, new Document(1, settings), settings, text -> {
            Table table = new Table("SETTING", "VALUE", "SOURCE");
            settings.forEach(setting -> table.row(setting.key(), setting.value(), setting.origin()));
            table.print(text);
        });
    }

    private List<EffectiveSetting> selected() throws IOException {
        EffectiveSettings found = new EffectiveSettings(environment);
        List<EffectiveSetting> all =
                line.isEmpty() ? found.ofAll(spec.root().commandLine()) : found.of(parsed(line.toArray(String[]::new)));
        List<EffectiveSetting> named = key == null ? all : named(key, all);
        return named.stream()
                .filter(setting -> !changed || !setting.isDefault())
                .toList();
    }

    private ParseResult parsed(String... words) throws CommandException {
        String[] moved = LeadingOptions.moved(words);
        try {
            List<CommandLine> commands =
                    Nydusview.commandLine(environment, moved).parseArgs(moved).asCommandLineList();
            return commands.get(commands.size() - 1).getParseResult();
        } catch (ParameterException e) {
            if (e.getCause() instanceof BadSettingsException settings) {
                throw settings;
            }
            throw new CommandException(ExitCode.USAGE, "the command line of --for: " + e.getMessage());
        }
    }

    private static List<EffectiveSetting> named(String key, List<EffectiveSetting> all) throws CommandException {
        String name = key.startsWith("--") ? key.substring(2) : key;
        List<EffectiveSetting> found =
                all.stream().filter(setting -> isNamed(name, setting.key())).toList();
        if (found.isEmpty()) {
            List<String> names = all.stream().map(EffectiveSetting::key).toList();
            throw new CommandException(
                    ExitCode.USAGE,
                    "no setting is named '" + key + "'"
                            + NearestName.of(name, names, 0)
                                    .map(other -> ": use " + other)
                                    .orElse(": \"nydusview settings\" lists all"));
        }
        return found;
    }

    /** Tells whether {@code key} is {@code name}, or that of a command or registry named so, or the option of one. */
    private static boolean isNamed(String name, String key) {
        return key.equals(name)
                || key.startsWith(name + ".")
                || key.endsWith("." + name)
                || key.startsWith("registry.\"" + name + "\".");
    }

    @Override
    public List<ExitCode> exitCodes() {
        return List.of(ExitCode.OK, ExitCode.FAILURE, ExitCode.USAGE);
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}

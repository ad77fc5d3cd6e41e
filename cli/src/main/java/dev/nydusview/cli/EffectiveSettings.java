package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.EnvironmentDefaults;
import dev.nydusview.cli.options.OptionDefaults;
import dev.nydusview.cli.settings.Setting;
import dev.nydusview.cli.settings.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Finds the value of each setting, for all commands or for one command line. */
final class EffectiveSettings {
    private static final Pattern DEFAULT = Pattern.compile("\\(default: (.*)\\)");

    private final Environment environment;
    private final Settings settings;

    EffectiveSettings(Environment environment) {
        this.environment = environment;
        this.settings = environment.settings();
    }

    /** Returns those of all commands under {@code root}; of a command that differs from most others under its name. */
    List<EffectiveSetting> ofAll(CommandLine root) {
        Map<String, Map<EffectiveSetting, List<String>>> users = new TreeMap<>();
        collect(root, users);
        List<EffectiveSetting> all = new ArrayList<>();
        users.values().forEach(values -> add(values, all));
        all.addAll(ofRegistries());
        return all;
    }

    /** Returns those of the last command of a command line. */
    List<EffectiveSetting> of(ParseResult parsed) {
        List<EffectiveSetting> all = new ArrayList<>();
        for (OptionSpec option : parsed.commandSpec().options()) {
            if (isShown(option)) {
                all.add(of(option, parsed));
            }
        }
        all.sort(Comparator.comparing(EffectiveSetting::key));
        all.addAll(ofRegistries());
        return all;
    }

    private void collect(CommandLine command, Map<String, Map<EffectiveSetting, List<String>>> users) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (isShown(option)) {
                users.computeIfAbsent(OptionDefaults.name(option), name -> new LinkedHashMap<>())
                        .computeIfAbsent(of(option, null), value -> new ArrayList<>())
                        .add(OptionDefaults.command(option));
            }
        }
        command.getSubcommands().values().forEach(subcommand -> collect(subcommand, users));
    }

    /** Adds the value that most commands have, then those of the others. */
    private static void add(Map<EffectiveSetting, List<String>> users, List<EffectiveSetting> all) {
        EffectiveSetting usual = users.entrySet().stream()
                .max(Comparator.comparingInt(entry -> entry.getValue().size()))
                .orElseThrow()
                .getKey();
        all.add(usual);
        users.forEach((value, commands) -> {
            if (!value.equals(usual)) {
                commands.forEach(command -> all.add(value.below(command)));
            }
        });
    }

    private List<EffectiveSetting> ofRegistries() {
        return settings.all().stream()
                .filter(setting -> setting.table().registry().isPresent())
                .map(setting -> EffectiveSetting.of(setting.key(), setting))
                .toList();
    }

    private static boolean isShown(OptionSpec option) {
        return !option.hidden()
                && OptionDefaults.isSettable(option)
                && (EnvironmentDefaults.hasVariable(option)
                        || !OptionDefaults.readsNoFiles(OptionDefaults.command(option)));
    }

    private EffectiveSetting of(OptionSpec option, @Nullable ParseResult parsed) {
        String key = OptionDefaults.name(option);
        if (parsed != null && parsed.hasMatchedOption(option)) {
            return EffectiveSetting.ofLine(key, String.join(",", option.stringValues()));
        }
        String value = EnvironmentDefaults.hasVariable(option)
                ? environment.variables().getOrDefault(EnvironmentDefaults.variable(option), "")
                : "";
        if (!value.isEmpty()) {
            return EffectiveSetting.ofVariable(key, value, EnvironmentDefaults.variable(option));
        }
        return setting(option)
                .map(setting -> EffectiveSetting.of(key, setting))
                .orElseGet(() -> EffectiveSetting.ofDefault(key, builtIn(option)));
    }

    private Optional<Setting> setting(OptionSpec option) {
        return OptionDefaults.isPerRegistry(option)
                ? settings.ofAllRegistries(OptionDefaults.name(option))
                : OptionDefaults.inForce(settings, option);
    }

    /** The default that the help text states; empty if it states none. */
    private static String builtIn(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "false";
        }
        Matcher matcher = DEFAULT.matcher(String.join(" ", option.description()));
        return matcher.find() ? matcher.group(1) : "";
    }
}

package dev.nydusview.cli.options;

import dev.nydusview.cli.settings.Setting;
import dev.nydusview.cli.settings.Settings;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Takes every option's default from the environment, else from the configuration files. */
public final class OptionDefaults implements IDefaultValueProvider {
    /** Commands that work without configuration, so that a broken file is no obstacle to them. */
    private static final Set<String> WITHOUT_FILES = Set.of("version", "help", "completion", "settings");

    private final EnvironmentDefaults environment;
    private final Settings settings;

    /** @param arguments of the command line */
    public OptionDefaults(Map<String, String> variables, Settings settings, String... arguments) {
        this.environment = new EnvironmentDefaults(variables, arguments);
        this.settings = settings;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        String variable = environment.defaultValue(argument);
        if (variable != null || !(argument instanceof OptionSpec option) || isPerRegistry(option)) {
            return variable;
        }
        if (!environment.acts(option)) {
            return null;
        }
        return inForce(settings, option).map(setting -> value(option, setting)).orElse(null);
    }

    /** Finds the setting of {@code option} in the configuration files; it must not be one that depends on the registry. */
    public static Optional<Setting> inForce(Settings settings, OptionSpec option) {
        if (!isSettable(option) || readsNoFiles(command(option))) {
            return Optional.empty();
        }
        return settings.of(command(option), name(option))
                .filter(setting -> isAllowed(option, setting.table().isDefaults()));
    }

    /** Tests whether {@code option} may stand in a table of defaults for all commands, or else in that of its command. */
    public static boolean isAllowed(OptionSpec option, boolean defaults) {
        return defaults
                ? EnvironmentDefaults.hasVariable(option)
                : isSettable(option) && !isPerRegistry(option) && !readsNoFiles(command(option));
    }

    /** Tests whether a configuration file may set {@code option}. */
    public static boolean isSettable(OptionSpec option) {
        return EnvironmentDefaults.isDefault(option);
    }

    /** Tests whether the setting of {@code option} depends on the registry. */
    public static boolean isPerRegistry(OptionSpec option) {
        return option.userObject() instanceof Field field && field.isAnnotationPresent(PerRegistry.class);
    }

    /** Returns the longest name of {@code option} without its dashes. */
    public static String name(OptionSpec option) {
        return option.longestName().substring(2);
    }

    /** Returns the command that has {@code option}, such as {@code plugin run}. */
    public static String command(OptionSpec option) {
        return name(option.command());
    }

    /** Returns the name of a command without that of the program. */
    public static String name(CommandSpec command) {
        String name = command.qualifiedName();
        return name.substring(name.indexOf(' ') + 1);
    }

    /** Tests whether {@code command} takes no default from a file. */
    public static boolean readsNoFiles(String command) {
        return WITHOUT_FILES.contains(command);
    }

    private static String value(OptionSpec option, Setting setting) {
        return option.splitRegex().isEmpty() ? setting.single() : setting.text();
    }
}

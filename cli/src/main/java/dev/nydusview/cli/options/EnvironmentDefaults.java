package dev.nydusview.cli.options;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes every option's default from the environment: that of {@code --plain-http} is {@code NYDUSVIEW_PLAIN_HTTP}, if
 * it is set and not empty, and acts on the command line by its {@link FromEnvironment}.
 */
public final class EnvironmentDefaults {
    /** Beginning of the names of all variables. */
    public static final String PREFIX = "NYDUSVIEW_";

    /** Former names of options, hidden from help texts, whose variables still count. */
    static final String NO_TWIN = "--no-twin";

    static final String FALLBACK = "--fallback";

    static final String SCANNER_TIMEOUT = "--scanner-timeout";

    private static final String REST = "--";

    private static final Set<String> FORMER = Set.of(NO_TWIN, FALLBACK, SCANNER_TIMEOUT);

    private final Map<String, String> variables;
    private final List<String> arguments;

    /** @param arguments of the command line */
    EnvironmentDefaults(Map<String, String> variables, String... arguments) {
        this.variables = variables;
        this.arguments = List.of(arguments);
    }

    /** Returns the value of the variable for {@code argument}; null if there is none. */
    @Nullable
    String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !hasVariable(option)) {
            return null;
        }
        String value = variables.getOrDefault(variable(option), "");
        if (value.isEmpty() || !acts(option)) {
            return null;
        }
        return argument.type() == boolean.class || argument.type() == Boolean.class ? flag(value) : value;
    }

    /** Tests whether the default of {@code option} acts on the command line. */
    boolean acts(OptionSpec option) {
        FromEnvironment when =
                option.userObject() instanceof Field field ? field.getAnnotation(FromEnvironment.class) : null;
        return when == null || (Arrays.stream(when.unless()).noneMatch(this::isArgument) && hasOther(option, when));
    }

    private boolean hasOther(OptionSpec option, FromEnvironment when) {
        OptionSpec other = when.onlyWith().isEmpty() ? null : option.command().findOption(when.onlyWith());
        return other == null || Arrays.stream(other.names()).anyMatch(this::isArgument) || defaultValue(other) != null;
    }

    /** Tests whether an option, or {@code --}, is on the command line, and is not a word of the program behind {@code --}. */
    private boolean isArgument(String name) {
        int end = arguments.indexOf(REST);
        List<String> own = arguments.subList(0, end < 0 ? arguments.size() : end);
        return (end >= 0 && name.equals(REST))
                || own.stream()
                        .anyMatch(word -> word.equals(name) || word.startsWith(name + "=") || isJoined(name, word))
                || isFollowed(name, own);
    }

    /** Tests for an option and its value in two words, which are one in {@code name}. */
    private static boolean isFollowed(String name, List<String> words) {
        int equals = name.indexOf('=');
        return equals > 0
                && Collections.indexOfSubList(words, List.of(name.substring(0, equals), name.substring(equals + 1)))
                        >= 0;
    }

    /** Tests for a short name with its value in one word, such as {@code -strivy}. */
    private static boolean isJoined(String name, String word) {
        return !name.startsWith(REST) && !word.startsWith(REST) && word.startsWith(name);
    }

    /** The name of the variable for {@code option}. */
    public static String variable(OptionSpec option) {
        return PREFIX + option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /**
     * Tests whether {@code option} has a variable. Options that ask for an action, such as {@code --help} or {@code
     * --run}, and those that are {@link NotFromEnvironment} have none.
     */
    public static boolean hasVariable(OptionSpec option) {
        return isDefault(option)
                && !(option.userObject() instanceof Field field && field.isAnnotationPresent(NotFromEnvironment.class));
    }

    /** Tests whether {@code option} has a default to change: it does not ask for an action. */
    static boolean isDefault(OptionSpec option) {
        return option.longestName().startsWith("--")
                && (!option.hidden() || FORMER.contains(option.longestName()))
                && !option.usageHelp()
                && option.command().parent() != null
                && option.parameterConsumer() == null;
    }

    private static String flag(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "1", "yes", "on" -> "true";
            case "0", "no", "off" -> "false";
            default -> value;
        };
    }
}

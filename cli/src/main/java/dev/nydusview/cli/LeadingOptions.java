package dev.nydusview.cli;

import dev.nydusview.cli.options.OutputOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options that every command has, and that may stand before the command as well: {@code nydusview -q ls REF}. */
final class LeadingOptions {
    /** Commands whose own commands have these options. */
    private static final Set<String> GROUPS = Set.of("plugin", "cache");

    private LeadingOptions() {}

    /**
     * Returns {@code arguments} with such options behind the command that they stand before. Anything else stays for the
     * parser to explain.
     */
    static String[] moved(String... arguments) {
        if (arguments.length == 0 || !arguments[0].startsWith("-")) {
            return arguments;
        }
        int first = first(arguments);
        List<String> rest = Arrays.asList(arguments).subList(first, arguments.length);
        int needed = !rest.isEmpty() && GROUPS.contains(rest.get(0)) ? 2 : 1;
        int command = Math.min(rest.size(), needed);
        List<String> words = new ArrayList<>(rest.subList(0, command));
        if (command == needed && !words.get(command - 1).startsWith("-")) {
            words.addAll(Arrays.asList(arguments).subList(0, first));
        }
        words.addAll(rest.subList(command, rest.size()));
        return words.toArray(String[]::new);
    }

    /** Returns the index of the first argument that is neither such an option nor the value of one. */
    private static int first(String... arguments) {
        CommandSpec known = CommandSpec.forAnnotatedObject(new OutputOptions());
        int at = 0;
        while (at < arguments.length) {
            String word = arguments[at];
            int equals = word.indexOf('=');
            OptionSpec option = known.findOption(equals < 0 ? word : word.substring(0, equals));
            if (option == null || option.usageHelp()) {
                break;
            }
            at += equals < 0 && option.type() != boolean.class ? 2 : 1;
        }
        return Math.min(at, arguments.length);
    }
}

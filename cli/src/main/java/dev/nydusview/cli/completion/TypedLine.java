package dev.nydusview.cli.completion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command line as far as it is typed. It may be wrong, so that the parser of whole lines does not read it. */
final class TypedLine {
    private final CommandSpec command;
    private final List<String> positionals = new ArrayList<>();
    private final Map<String, String> values = new HashMap<>();
    private @Nullable OptionSpec open;
    private boolean endOfOptions;
    private boolean ofProgram;

    private TypedLine(CommandSpec command) {
        this.command = command;
    }

    /**
     * Reads the words before the one that is completed.
     *
     * @param root the command that all others belong to
     */
    static TypedLine read(CommandSpec root, List<String> words) {
        CommandSpec command = root;
        int at = 0;
        CommandLine next = root.commandLine();
        while (next != null) {
            command = next.getCommandSpec();
            next = at < words.size() ? command.subcommands().get(words.get(at)) : null;
            at += next == null ? 0 : 1;
        }
        TypedLine line = new TypedLine(command);
        words.subList(at, words.size()).forEach(line::add);
        return line;
    }

    private void add(String word) {
        if (ofProgram) {
            return;
        }
        if (open != null) {
            values.put(open.longestName(), word);
            open = null;
        } else if (endOfOptions || !word.startsWith("-") || word.equals("-")) {
            positionals.add(word);
        } else if (word.equals("--")) {
            endOfOptions = true;
        } else {
            addOption(word);
        }
    }

    private void addOption(String word) {
        int equals = word.indexOf('=');
        OptionSpec option = command.findOption(equals < 0 ? word : word.substring(0, equals));
        if (option == null) {
            return; // a cluster, or an error that the command will report
        }
        ofProgram = option.parameterConsumer() != null;
        if (equals >= 0) {
            values.put(option.longestName(), word.substring(equals + 1));
        } else if (option.arity().max() > 0 && !ofProgram) {
            open = option;
        }
    }

    /** Returns what the next word is: the value of an option, or an argument; empty for nothing that is known. */
    Optional<ArgSpec> next() {
        if (open != null) {
            return Optional.of(open);
        }
        return ofProgram ? Optional.empty() : positional().map(ArgSpec.class::cast);
    }

    private Optional<PositionalParamSpec> positional() {
        int index = positionals.size();
        return command.positionalParameters().stream()
                .filter(parameter -> parameter.index().contains(index))
                .findFirst();
    }

    /** Returns the first argument, which is the image if the command reads one. */
    Optional<String> image() {
        return positionals.stream().findFirst();
    }

    /** Returns the value of an option by its longest name. */
    Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }

    CommandSpec command() {
        return command;
    }
}

package dev.nydusview.cli.settings;

import java.util.List;
import java.util.Optional;

/**
 * The table in which a setting stands: {@code [defaults]}, {@code [command.NAME]} or {@code [registry."HOST"]}, or one
 * that has no meaning.
 */
public record SettingTable(List<String> path) {
    private static final String DEFAULTS = "defaults";
    private static final String COMMAND = "command";
    private static final String REGISTRY = "registry";

    /** Kinds of tables, as headers write them. */
    static final List<String> KINDS = List.of(DEFAULTS, COMMAND, REGISTRY);

    public SettingTable {
        path = List.copyOf(path);
    }

    public boolean isDefaults() {
        return path.equals(List.of(DEFAULTS));
    }

    /** Tests whether it is for {@code command}, whose words may be tables in one another: {@code [command.plugin.run]}. */
    boolean isOfCommand(String command) {
        return command().filter(command::equals).isPresent();
    }

    /** Returns the command that it is for; empty if it is for others. */
    public Optional<String> command() {
        return path.size() > 1 && path.get(0).equals(COMMAND)
                ? Optional.of(String.join(" ", path.subList(1, path.size())))
                : Optional.empty();
    }

    /** Returns the registry that it is for, {@code HOST} or {@code HOST:PORT}; empty if it is for others. */
    public Optional<String> registry() {
        return path.size() == 2 && path.get(0).equals(REGISTRY) ? Optional.of(path.get(1)) : Optional.empty();
    }
}

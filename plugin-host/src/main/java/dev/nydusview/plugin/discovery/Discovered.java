package dev.nydusview.plugin.discovery;

import dev.nydusview.plugin.Plugin;
import java.nio.file.Path;
import java.util.List;

/**
 * Result of a search for plugins below a directory.
 *
 * @param plugins by path
 * @param failures executables that are no plugins, by path
 */
public record Discovered(List<Plugin> plugins, List<Failure> failures) {
    public Discovered {
        plugins = List.copyOf(plugins);
        failures = List.copyOf(failures);
    }

    /** An executable that is not a plugin, and the reason. */
    public record Failure(Path executable, String reason) {}
}

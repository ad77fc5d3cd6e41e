package dev.nydusview.plugin.scan;

import java.util.Set;

/**
 * Plugins that may break without the scan being incomplete for it.
 *
 * @param all whether every plugin may
 */
public record Tolerance(Set<String> plugins, boolean all) {
    public static final Tolerance NONE = new Tolerance(Set.of(), false);

    public Tolerance {
        plugins = Set.copyOf(plugins);
    }

    boolean covers(String plugin) {
        return all || plugins.contains(plugin);
    }
}

package dev.nydusview.jobs.plugin;

import dev.nydusview.jobs.InstalledFiles;
import dev.nydusview.jobs.confine.ProtectedPaths;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.discovery.Discovered;
import dev.nydusview.plugin.discovery.PluginDiscovery;
import dev.nydusview.plugin.limits.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds plugins by calling executables. */
public final class PluginFinder {
    private final Map<String, String> variables;
    private final Limits limits;
    private final boolean network;
    private final List<Path> hidden;

    /** Makes a finder that calls plugins with default settings. */
    public PluginFinder(Map<String, String> variables) {
        this(variables, Limits.DEFAULT, false, ProtectedPaths.of(variables, null, null));
    }

    /**
     * Finds plugins that are asked as they would be run.
     *
     * @param variables the environment
     * @param limits for each plugin
     * @param network whether plugins are to have one
     * @param hidden files and directories that the plugins do not get to see
     */
    public PluginFinder(Map<String, String> variables, Limits limits, boolean network, List<Path> hidden) {
        this.variables = Map.copyOf(variables);
        this.limits = limits;
        this.network = network;
        this.hidden = List.copyOf(hidden);
    }

    /**
     * Finds the plugins at {@code places}, each of which is a directory or a plugin itself; without any places, those
     * that come with the program.
     *
     * @param glob that paths relative to directories must match; null for all
     */
    public Discovered find(List<Path> places, @Nullable String glob) throws IOException {
        List<Path> all = places.isEmpty() ? List.of(InstalledFiles.plugins()) : places;
        List<Plugin> plugins = new ArrayList<>();
        List<Discovered.Failure> failures = new ArrayList<>();
        try {
            // Runs are refused if the network cannot be taken away, unless they are to have one.
            PluginDiscovery discovery = PluginDiscovery.of(variables, limits, network, hidden, InstalledFiles.python());
            for (Path place : all) {
                Discovered found = found(discovery, place, glob);
                plugins.addAll(found.plugins());
                failures.addAll(found.failures());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while plugins were queried", e);
        }
        return new Discovered(plugins, failures);
    }

    private static Discovered found(PluginDiscovery discovery, Path place, @Nullable String glob)
            throws IOException, InterruptedException {
        if (Files.isDirectory(place)) {
            return discovery.below(place, glob);
        }
        if (!Files.exists(place)) {
            throw new CommandException(ExitCode.NOT_FOUND, "no plugin or directory of plugins exists at " + place);
        }
        return discovery.ask(List.of(place.toAbsolutePath()));
    }
}

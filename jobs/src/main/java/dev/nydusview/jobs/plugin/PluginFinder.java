package dev.nydusview.jobs.plugin;

import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CacheRoot;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.InstalledFiles;
import dev.nydusview.jobs.Progress;
import dev.nydusview.jobs.confine.ProtectedPaths;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.discovery.Discovered;
import dev.nydusview.plugin.discovery.ManifestStore;
import dev.nydusview.plugin.discovery.PluginDiscovery;
import dev.nydusview.plugin.limits.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Finds plugins by calling executables. */
public final class PluginFinder {
    private final Console console;
    private final Limits limits;
    private final boolean network;
    private final List<Path> hidden;

    /** Makes a finder that calls plugins with default settings. */
    public PluginFinder(Console console) {
        this(console, Limits.DEFAULT, false, ProtectedPaths.of(console.variables(), null, null));
    }

    /**
     * Finds plugins that are asked as they would be run.
     *
     * @param console has the environment, and shows progress
     * @param limits for each plugin
     * @param network whether plugins are to have one
     * @param hidden files and directories that the plugins do not get to see
     */
    public PluginFinder(Console console, Limits limits, boolean network, List<Path> hidden) {
        this.console = console;
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
        return ask(executables(places, glob), null);
    }

    /**
     * Finds the same as {@link #find}, by path, from stored manifests as far as they are up to date.
     *
     * @param root of the cache; null for none, in which all plugins are called
     */
    public Discovered list(List<Path> places, @Nullable String glob, @Nullable Path root) throws IOException {
        CacheLayout cache = root == null ? null : new CacheLayout(root);
        if (cache == null || CacheRoot.prepare(cache).isPresent()) {
            return find(places, glob);
        }
        ManifestStore store = new ManifestStore(cache.plugins(), InstalledFiles.python());
        List<Plugin> plugins = new ArrayList<>();
        List<Path> unknown = new ArrayList<>();
        for (Path executable : executables(places, glob)) {
            store.find(executable).ifPresentOrElse(plugins::add, () -> unknown.add(executable));
        }
        if (unknown.isEmpty()) {
            return new Discovered(plugins, List.of());
        }
        Discovered asked = ask(unknown, store);
        plugins.addAll(asked.plugins());
        plugins.sort(Comparator.comparing(Plugin::executable));
        return new Discovered(plugins, asked.failures());
    }

    private static List<Path> executables(List<Path> places, @Nullable String glob) throws IOException {
        List<Path> executables = new ArrayList<>();
        for (Path place : places.isEmpty() ? List.of(InstalledFiles.plugins()) : places) {
            if (Files.isDirectory(place)) {
                executables.addAll(PluginDiscovery.executables(place, glob));
            } else {
                requireExisting(place);
                executables.add(place.toAbsolutePath());
            }
        }
        return executables;
    }

    @SuppressWarnings("try") // held for its duration only
    private Discovered ask(List<Path> executables, @Nullable ManifestStore store) throws IOException {
        AtomicInteger answered = new AtomicInteger();
        try (Console.Lasting ignored =
                console.progress(() -> Progress.of("asked", "").count(answered.get(), executables.size(), "plugin"))) {
            // Runs are refused if the network cannot be taken away, unless they are to have one.
            return PluginDiscovery.of(console.variables(), limits, network, hidden, InstalledFiles.python())
                    .ask(executables, store, answered::incrementAndGet);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while plugins were queried", e);
        }
    }

    private static void requireExisting(Path place) throws CommandException {
        if (!Files.exists(place)) {
            throw new CommandException(ExitCode.NOT_FOUND, "no plugin or directory of plugins exists at " + place);
        }
    }
}

package dev.nydusview.jobs.plugin;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.PluginOptions;
import dev.nydusview.jobs.InstalledFiles;
import dev.nydusview.jobs.confine.OutOfReach;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.plugin.discovery.Discovered;
import dev.nydusview.plugin.discovery.PluginDiscovery;
import dev.nydusview.plugin.exec.PluginSandbox;
import dev.nydusview.scan.run.Launcher;
import dev.nydusview.scan.run.ProgramPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Places of plugins, and of the packages that they need. */
public final class PluginPlaces {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Environment environment;
    private final PluginOptions options;
    private final List<Path> hidden;

    /** Finds plugins that are asked as if there were no options. */
    public PluginPlaces(Environment environment) {
        this(environment, new PluginOptions(), OutOfReach.of(environment.variables(), null, null));
    }

    /**
     * Finds plugins that are asked as they would be run.
     *
     * @param hidden what the plugins do not get to see
     */
    PluginPlaces(Environment environment, PluginOptions options, List<Path> hidden) {
        this.environment = environment;
        this.options = options;
        this.hidden = List.copyOf(hidden);
    }

    /** Directory of the plugins that come with the program. */
    public static Path shipped() throws IOException {
        return InstalledFiles.directory("plugins");
    }

    /** Directory of the Python packages; null if they are not installed. */
    public static @Nullable Path python() throws IOException {
        Path directory = InstalledFiles.directory("python");
        return Files.isDirectory(directory) ? directory : null;
    }

    /**
     * Finds the plugins at {@code places}, each of which is a directory or a plugin itself; without any places, those
     * that come with the program.
     *
     * @param glob what paths below directories must be like; null for all
     */
    public Discovered find(List<Path> places, @Nullable String glob) throws IOException {
        List<Path> all = places.isEmpty() ? List.of(shipped()) : places;
        List<dev.nydusview.plugin.Plugin> plugins = new ArrayList<>();
        List<Discovered.Failure> failures = new ArrayList<>();
        try {
            PluginDiscovery discovery = discovery();
            for (Path place : all) {
                Discovered found = found(discovery, place, glob);
                plugins.addAll(found.plugins());
                failures.addAll(found.failures());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while plugins were asked what they are", e);
        }
        return new Discovered(plugins, failures);
    }

    private PluginDiscovery discovery() throws IOException, InterruptedException {
        ProgramPath path = new ProgramPath(environment.variables());
        Launcher launcher = new Launcher(null, path);
        // Runs are refused if the network cannot be taken away, unless they are to have one.
        boolean network = options.network || !launcher.separatesNetworks();
        PluginSandbox sandbox = new PluginSandbox(network, hidden, python(), environment.variables());
        return new PluginDiscovery(launcher, path, sandbox, options.limits(), TIMEOUT);
    }

    private static Discovered found(PluginDiscovery discovery, Path place, @Nullable String glob)
            throws IOException, InterruptedException {
        if (Files.isDirectory(place)) {
            return discovery.below(place, glob);
        }
        if (!Files.exists(place)) {
            throw new CommandException(
                    ExitCode.NOT_FOUND, "there is no plugin, and no directory of plugins, at " + place);
        }
        return discovery.ask(List.of(place.toAbsolutePath()));
    }
}

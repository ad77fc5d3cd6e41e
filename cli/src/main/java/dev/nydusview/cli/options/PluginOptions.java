package dev.nydusview.cli.options;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.plugin.PluginRequest;
import dev.nydusview.plugin.exec.SpecFlags;
import dev.nydusview.plugin.limits.Limits;
import dev.nydusview.plugin.scan.PluginSettings;
import dev.nydusview.plugin.scan.ServiceSettings;
import dev.nydusview.plugin.scan.Tolerance;
import dev.nydusview.scan.mount.MountSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for how plugins are run. */
@HelpGroup("Plugin")
public final class PluginOptions {
    private static final String ALL = "all";

    @Option(
            names = "--plugin-flag",
            paramLabel = "SPEC",
            description = "Flag for one plugin: PLUGIN.FLAG[=VALUE] or PLUGIN:COMMAND/PATH.FLAG[=VALUE]; may be "
                    + "repeated.")
    List<String> flags = List.of();

    @Option(
            names = "--plugin-jobs",
            paramLabel = "N",
            description = "Run N plugins at a time on one image (default: 4).")
    int jobs = 4;

    @Option(
            names = "--plugin-memory",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Memory that a plugin may use, 0 for unlimited (default: 1G).")
    long memory = 1L << 30;

    @Option(
            names = "--plugin-cpus",
            paramLabel = "N",
            description = "Processors that a plugin may use, such as 0.5 (default: unlimited).")
    double cpus;

    @Option(
            names = "--plugin-processes",
            paramLabel = "N",
            description = "Processes and threads that a plugin may have, 0 for unlimited (default: 256).")
    int processes = 256;

    @Option(names = "--plugin-network", fallbackValue = "true", description = "Allow plugins to use the network.")
    boolean network;

    @Option(
            names = "--ignore-broken",
            paramLabel = "NAME",
            split = ",",
            description = "Continue if the plugin NAME breaks, or if any plugin breaks when NAME is \"all\" (default: "
                    + "a broken plugin makes the scan INCOMPLETE).")
    List<String> ignored = List.of();

    @Option(
            names = "--plugin-conf",
            paramLabel = "DIR",
            description = "Serve the files in DIR to plugins that request configuration by name.")
    @Nullable
    Path configuration;

    @Option(
            names = "--plugin-services",
            paramLabel = "JAR",
            description = "Offer the services in JAR, found by Java's ServiceLoader, to plugins; may be repeated.")
    List<Path> services = List.of();

    @Option(
            names = "--plugin-log-level",
            paramLabel = "LEVEL",
            description = "Print log messages of plugins of LEVEL and above: error, warn, info, debug or trace "
                    + "(default: that of --log-level).")
    @Nullable
    LogLevel logLevel;

    /**
     * The plugins at {@code places}, and how they are run.
     *
     * @param places none for the plugins that come with the program
     * @param glob that paths relative to directories must match; null for all
     * @param usual level of messages if these options name none
     */
    public PluginRequest request(List<Path> places, @Nullable String glob, MountSettings mount, LogLevel usual)
            throws CommandException {
        if (jobs < 1) {
            throw new CommandException(ExitCode.USAGE, "--plugin-jobs must be at least 1");
        }
        PluginSettings settings = new PluginSettings(
                mount,
                jobs,
                limits(),
                network,
                specFlags(),
                new Tolerance(Set.copyOf(ignored), ignored.contains(ALL)),
                null,
                new ServiceSettings((logLevel == null ? usual : logLevel).ofPlugins(), List.of(), configuration));
        return new PluginRequest(places, glob, settings, services);
    }

    private Limits limits() throws CommandException {
        try {
            return new Limits(memory, cpus, processes);
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    private SpecFlags specFlags() throws CommandException {
        try {
            return SpecFlags.of(flags);
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    private static CommandException wrong(IllegalArgumentException failure) {
        return new CommandException(ExitCode.USAGE, String.valueOf(failure.getMessage()));
    }
}

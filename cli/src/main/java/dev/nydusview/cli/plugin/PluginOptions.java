package dev.nydusview.cli.plugin;

import dev.nydusview.cli.exit.CommandException;
import dev.nydusview.cli.exit.ExitCode;
import dev.nydusview.cli.options.HelpGroup;
import dev.nydusview.cli.options.SizeConverter;
import dev.nydusview.plugin.exec.SpecFlags;
import dev.nydusview.plugin.limits.Limits;
import dev.nydusview.plugin.log.LogLevel;
import dev.nydusview.plugin.service.PluginServices;
import dev.nydusview.plugin.service.ServiceRegistry;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How plugins are run. */
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
                    + "(default: info).")
    PluginLogLevel logLevel = PluginLogLevel.INFO;

    @Option(
            names = "--fail-on",
            paramLabel = "LEVEL",
            description = "Exit with 1 if a plugin reports a finding of LEVEL or above: none, low, medium, high or "
                    + "critical.")
    @Nullable
    LevelOption failOn;

    @Option(names = "--jobs", paramLabel = "N", description = "Scan N images at a time (default: 2).")
    int images = 2;

    /** Levels of the protocol that a host may ask for. */
    enum PluginLogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE;

        LogLevel level() {
            return LogLevel.valueOf(name());
        }
    }

    /** Those on the class path and in the jars, whose classes stay loaded. */
    List<PluginServices> services() throws IOException {
        List<URL> jars = new ArrayList<>();
        for (Path jar : services) {
            if (!Files.isRegularFile(jar)) {
                throw new CommandException(ExitCode.NOT_FOUND, "--plugin-services: there is no file " + jar);
            }
            jars.add(jar.toUri().toURL());
        }
        return ServiceRegistry.installed(
                new URLClassLoader(jars.toArray(URL[]::new), PluginOptions.class.getClassLoader()));
    }

    Limits limits() throws CommandException {
        try {
            return new Limits(memory, cpus, processes);
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    SpecFlags flags() throws CommandException {
        try {
            return SpecFlags.of(flags);
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    Set<String> ignored() {
        return new HashSet<>(ignored);
    }

    boolean ignoresAll() {
        return ignored.contains(ALL);
    }

    /** Rejects contradictory options. */
    public void check() throws CommandException {
        limits();
        flags();
        if (jobs < 1 || images < 1) {
            throw new CommandException(ExitCode.USAGE, "--plugin-jobs and --jobs must be at least 1");
        }
    }

    private static CommandException wrong(IllegalArgumentException failure) {
        return new CommandException(ExitCode.USAGE, String.valueOf(failure.getMessage()));
    }
}

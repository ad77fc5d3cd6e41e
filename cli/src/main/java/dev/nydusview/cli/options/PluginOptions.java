package dev.nydusview.cli.options;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
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
            description =
                    "A flag for one plugin: PLUGIN.FLAG[=VALUE] or PLUGIN:COMMAND/PATH.FLAG[=VALUE]; may be given "
                            + "again.")
    List<String> flags = List.of();

    @Option(
            names = "--plugin-jobs",
            paramLabel = "N",
            description = "Run N plugins at a time over one image; 4 if not given.")
    public int jobs = 4;

    @Option(
            names = "--plugin-memory",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Memory that a plugin may use; 1G if not given, 0 for no limit.")
    long memory = 1L << 30;

    @Option(
            names = "--plugin-cpus",
            paramLabel = "N",
            description = "Processors that a plugin may use, such as 0.5; no limit if not given.")
    double cpus;

    @Option(
            names = "--plugin-processes",
            paramLabel = "N",
            description = "Processes and threads that a plugin may have; 256 if not given, 0 for no limit.")
    int processes = 256;

    @Option(
            names = "--plugin-network",
            fallbackValue = "true",
            description = "Let plugins use the network, which they cannot otherwise.")
    public boolean network;

    @Option(
            names = "--ignore-broken",
            paramLabel = "NAME",
            split = ",",
            description = "Go on without the plugin NAME if it breaks; \"all\" for every plugin. Otherwise the scan is "
                    + "INCOMPLETE then.")
    List<String> ignored = List.of();

    @Option(
            names = "--plugin-conf",
            paramLabel = "DIR",
            description = "Files in DIR are what plugins get that ask for their configuration by name.")
    @Nullable
    public Path configuration;

    @Option(
            names = "--plugin-services",
            paramLabel = "JAR",
            description = "Offer plugins the services in JAR, which Java's ServiceLoader finds; may be given again.")
    List<Path> services = List.of();

    @Option(
            names = "--plugin-log-level",
            paramLabel = "LEVEL",
            description = "Show what plugins log from LEVEL on: error, warn, info (the default), debug or trace.")
    public PluginLogLevel logLevel = PluginLogLevel.INFO;

    @Option(
            names = "--fail-on",
            paramLabel = "LEVEL",
            description =
                    "Exit with 1 if a plugin finds something of LEVEL or above: none, low, medium, high or critical.")
    @Nullable
    public LevelOption failOn;

    @Option(names = "--jobs", paramLabel = "N", description = "Scan N images at a time; 2 if not given.")
    public int images = 2;

    /** Levels of the protocol that a host may ask for. */
    public enum PluginLogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE;

        public LogLevel level() {
            return LogLevel.valueOf(name());
        }
    }

    /** Those on the class path and in the jars, whose classes stay loaded. */
    public List<PluginServices> services() throws IOException {
        List<URL> jars = new ArrayList<>();
        for (Path jar : services) {
            if (!Files.isRegularFile(jar)) {
                throw new CommandException(ExitCode.NOT_FOUND, "there are no services of plugins at " + jar);
            }
            jars.add(jar.toUri().toURL());
        }
        return ServiceRegistry.installed(
                new URLClassLoader(jars.toArray(URL[]::new), PluginOptions.class.getClassLoader()));
    }

    public Limits limits() throws CommandException {
        try {
            return new Limits(memory, cpus, processes);
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    public SpecFlags flags() throws CommandException {
        try {
            return SpecFlags.of(flags);
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    public Set<String> ignored() {
        return new HashSet<>(ignored);
    }

    public boolean ignoresAll() {
        return ignored.contains(ALL);
    }

    /** Throws for options that cannot be meant. */
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

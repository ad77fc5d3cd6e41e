package dev.nydusview.jobs.plugin;

import dev.nydusview.base.SafeText;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.InstalledFiles;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.image.JobContext;
import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.discovery.Discovered;
import dev.nydusview.plugin.log.LogEntry;
import dev.nydusview.plugin.log.LogListener;
import dev.nydusview.plugin.scan.PluginScan;
import dev.nydusview.plugin.scan.PluginSettings;
import dev.nydusview.plugin.service.PluginServices;
import dev.nydusview.plugin.service.ServiceRegistry;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Plugins that a user has asked for, as this host runs them. */
public final class PluginHost {
    private final Console console;
    private final PluginSettings settings;
    private final List<Plugin> plugins;
    private final LogListener security;

    private PluginHost(JobContext context, PluginSettings settings, List<Plugin> plugins) {
        this.console = context.console();
        this.security = context.security()::logged;
        this.settings = settings;
        this.plugins = List.copyOf(plugins);
    }

    /** Finds the plugins that scan images, and reports executables that are not plugins. */
    public static PluginHost of(JobContext context, PluginRequest request) throws IOException {
        Console console = context.console();
        List<Path> hidden = context.outOfReach();
        PluginSettings asked = request.settings();
        Discovered found = new PluginFinder(console, asked.limits(), asked.network(), hidden)
                .find(request.places(), request.glob());
        FailureLines.of(found.failures()).forEach(line -> console.say("no plugin: " + line));
        List<Plugin> able = found.plugins().stream()
                .filter(plugin -> plugin.manifest().commands().stream().anyMatch(command -> command.scansImages()))
                .toList();
        if (able.isEmpty()) {
            throw new CommandException(ExitCode.RUN_PROGRAM, "no plugin that scans images was found");
        }
        PluginSettings settings = asked.with(asked.mount().on(context.images().cacheRoot(), hidden, context.engine()))
                .withPython(InstalledFiles.python())
                .withServices(services(request.serviceJars()));
        return new PluginHost(context, settings, able);
    }

    /** Returns services on the class path and in the jars, whose classes stay loaded. */
    private static List<PluginServices> services(List<Path> files) throws IOException {
        List<URL> jars = new ArrayList<>();
        for (Path jar : files) {
            if (!Files.isRegularFile(jar)) {
                throw new CommandException(ExitCode.NOT_FOUND, "no services for plugins exist at " + jar);
            }
            jars.add(jar.toUri().toURL());
        }
        return ServiceRegistry.installed(
                new URLClassLoader(jars.toArray(URL[]::new), PluginHost.class.getClassLoader()));
    }

    public List<Plugin> plugins() {
        return plugins;
    }

    /** Makes a scan with these plugins, whose log entries are shown. */
    public PluginScan scan() throws IOException, InterruptedException {
        return scan(settings.mount().timeout());
    }

    /** The same with another limit for how long a plugin may take. */
    public PluginScan scan(Duration timeout) throws IOException, InterruptedException {
        PluginSettings limited = settings.with(settings.mount().withTimeout(timeout));
        return new PluginScan(limited, console.variables(), this::logged, console.err());
    }

    private void logged(LogEntry entry) {
        security.logged(entry);
        String fields = entry.fields().entrySet().stream()
                .map(field -> " " + field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining());
        console.err().println(SafeText.controls(entry.level().label() + ": " + entry.message() + fields));
    }
}

package dev.nydusview.jobs.plugin;

import dev.nydusview.base.SafeText;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.ImageOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.options.PluginOptions;
import dev.nydusview.cli.options.ScanOptions;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.report.FindingsFormat;
import dev.nydusview.jobs.scan.ImageSource;
import dev.nydusview.jobs.scan.ReceiptFile;
import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.discovery.Discovered;
import dev.nydusview.plugin.log.LogEntry;
import dev.nydusview.plugin.scan.PluginScan;
import dev.nydusview.plugin.scan.PluginSettings;
import dev.nydusview.scan.scanner.ReportFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes jobs of what users ask for. */
public final class PluginJobFactory {
    private final Environment environment;
    private final ImageOptions images;
    private final ScanOptions scan;
    private final PluginOptions options;
    private final OutputOptions output;

    public PluginJobFactory(
            Environment environment,
            ImageOptions images,
            ScanOptions scan,
            PluginOptions options,
            OutputOptions output) {
        this.environment = environment;
        this.images = images;
        this.scan = scan;
        this.options = options;
        this.output = output;
    }

    /**
     * A job with the plugins at {@code places}, or those that come with the program if there is none.
     *
     * @param glob what their paths must be like; null for all
     */
    public PluginJob make(List<Path> places, @Nullable String glob) throws IOException {
        options.check();
        ReceiptFile.forget(scan.receipt);
        FindingsFormat format = FindingsFormat.named(scan.formatName());
        List<Plugin> plugins = plugins(places, glob);
        PluginJob.Reporting reporting = new PluginJob.Reporting(format, options.failOn, scan.receipt, options.images);
        ImageSource source = new ImageSource(environment, images, scan.pull, output);
        try {
            PluginScan scanning = new PluginScan(settings(), environment.variables(), this::logged, environment.err());
            return new PluginJob(environment, source, scanning, plugins, output, reporting);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The plugins at {@code places} that scan images; what is no plugin is said. */
    public List<Plugin> plugins(List<Path> places, @Nullable String glob) throws IOException {
        Discovered found = new PluginPlaces(environment, options, images.outOfReach(environment)).find(places, glob);
        for (Discovered.Failure failure : found.failures()) {
            environment.say(SafeText.controls("no plugin: " + failure.executable() + ": " + failure.reason()));
        }
        List<Plugin> able = found.plugins().stream()
                .filter(plugin -> plugin.manifest().commands().stream().anyMatch(command -> command.scansImages()))
                .toList();
        if (able.isEmpty()) {
            throw new CommandException(ExitCode.RUN_PROGRAM, "no plugin that scans images was found");
        }
        return able;
    }

    /** How they are to be run. */
    public PluginSettings settings() throws IOException {
        return new PluginSettings(
                scan.settings(images.cacheRoot(environment), ReportFormat.TABLE, images.outOfReach(environment)),
                options.jobs,
                options.limits(),
                options.network,
                options.flags(),
                options.ignored(),
                options.ignoresAll(),
                PluginPlaces.python(),
                options.logLevel.level(),
                options.services(),
                options.configuration);
    }

    /** Shows what a plugin logs. */
    public void logged(LogEntry entry) {
        String fields = entry.fields().entrySet().stream()
                .map(field -> " " + field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining());
        environment.err().println(SafeText.controls(entry.level().label() + ": " + entry.message() + fields));
    }
}

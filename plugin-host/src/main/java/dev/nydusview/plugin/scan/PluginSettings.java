package dev.nydusview.plugin.scan;

import dev.nydusview.plugin.exec.SpecFlags;
import dev.nydusview.plugin.limits.Limits;
import dev.nydusview.plugin.log.LogLevel;
import dev.nydusview.plugin.service.PluginServices;
import dev.nydusview.scan.ScanSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How images are scanned by plugins.
 *
 * @param scan how the image is served, how long a plugin may take, and how often it is run while reads fail
 * @param threads plugins that run at a time
 * @param limits for each of them
 * @param network whether they have one
 * @param flags for single plugins
 * @param ignored names of plugins that may break without the scan being incomplete for it
 * @param ignoreAll whether all may
 * @param python directory of the Python packages; null if there is none
 * @param logLevel of the least grave entries that plugins log
 * @param services further ones that plugins may call
 * @param configuration directory of files for the service that hands them out; null if there is none
 */
public record PluginSettings(
        ScanSettings scan,
        int threads,
        Limits limits,
        boolean network,
        SpecFlags flags,
        Set<String> ignored,
        boolean ignoreAll,
        @Nullable Path python,
        LogLevel logLevel,
        List<PluginServices> services,
        @Nullable Path configuration) {
    public PluginSettings {
        services = List.copyOf(services);
        ignored = Set.copyOf(ignored);
    }

    /** The same with other settings of the scan. */
    public PluginSettings withScan(ScanSettings other) {
        return new PluginSettings(
                other, threads, limits, network, flags, ignored, ignoreAll, python, logLevel, services, configuration);
    }

    boolean mayBreak(String plugin) {
        return ignoreAll || ignored.contains(plugin);
    }
}

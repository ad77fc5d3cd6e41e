package dev.nydusview.plugin.scan;

import dev.nydusview.plugin.exec.SpecFlags;
import dev.nydusview.plugin.limits.Limits;
import dev.nydusview.plugin.log.LogLevel;
import dev.nydusview.plugin.service.PluginServices;
import dev.nydusview.scan.mount.MountSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings for scanning images with plugins.
 *
 * @param mount how the image is shown to plugins, how long one may take, and how often it is run while reads fail
 * @param threads plugins that run at a time
 * @param limits for each of them
 * @param network whether they have one
 * @param flags for single plugins
 * @param tolerance plugins that may break
 * @param python directory of the Python packages; null if there is none
 * @param services that plugins may call
 */
public record PluginSettings(
        MountSettings mount,
        int threads,
        Limits limits,
        boolean network,
        SpecFlags flags,
        Tolerance tolerance,
        @Nullable Path python,
        ServiceSettings services) {
    private static final int THREADS = 4;

    /**
     * Four plugins at a time within the default limits, without a network; no flags, no tolerance, no Python packages, and no
     * services but those of the host.
     */
    public static PluginSettings of(MountSettings mount) {
        return new PluginSettings(
                mount,
                THREADS,
                Limits.DEFAULT,
                false,
                SpecFlags.of(List.of()),
                Tolerance.NONE,
                null,
                new ServiceSettings(LogLevel.INFO, List.of(), null));
    }

    /** The same with another way of showing images. */
    public PluginSettings with(MountSettings other) {
        return new PluginSettings(other, threads, limits, network, flags, tolerance, python, services);
    }

    /** The same with the Python packages in {@code directory}; null for none. */
    public PluginSettings withPython(@Nullable Path directory) {
        return new PluginSettings(mount, threads, limits, network, flags, tolerance, directory, services);
    }

    /** Returns these settings with services beside those of the host. */
    public PluginSettings withServices(List<PluginServices> further) {
        ServiceSettings other = new ServiceSettings(services.logLevel(), further, services.configuration());
        return new PluginSettings(mount, threads, limits, network, flags, tolerance, python, other);
    }
}

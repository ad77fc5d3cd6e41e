package dev.nydusview.jobs.plugin;

import dev.nydusview.plugin.scan.PluginSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plugins to run, and how.
 *
 * @param places directories of plugins, or plugins; none for those that come with the program
 * @param glob that paths relative to directories must match; null for all
 * @param settings of the scan, except for the host
 * @param serviceJars jars with further services, which Java's {@code ServiceLoader} finds
 */
public record PluginRequest(List<Path> places, @Nullable String glob, PluginSettings settings, List<Path> serviceJars) {
    public PluginRequest {
        places = List.copyOf(places);
        serviceJars = List.copyOf(serviceJars);
    }
}

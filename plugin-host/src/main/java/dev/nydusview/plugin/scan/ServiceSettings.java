package dev.nydusview.plugin.scan;

import dev.nydusview.plugin.log.LogLevel;
import dev.nydusview.plugin.service.PluginServices;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Services that plugins may call.
 *
 * @param logLevel of the least grave entries that plugins log
 * @param further services beside those of the host
 * @param configuration directory of files for the service that hands them out; null if there is none
 */
public record ServiceSettings(LogLevel logLevel, List<PluginServices> further, @Nullable Path configuration) {
    public ServiceSettings {
        further = List.copyOf(further);
    }
}

package dev.nydusview.plugin.service;

import java.util.List;

/**
 * Services of third parties: found by {@link java.util.ServiceLoader}, and asked once for each run of a plugin. A
 * namespace that is there already keeps its service.
 */
public interface ServiceProvider {
    /** New services for one run. */
    List<PluginService> services(ServiceContext context);
}

package dev.nydusview.plugin.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The services for one run of a plugin, by namespace. */
public final class ServiceRegistry {
    private final Map<String, PluginService> services = new LinkedHashMap<>();

    /** Those of the host, then those of third parties. */
    public static ServiceRegistry of(List<PluginService> own, ServiceContext context) {
        ServiceRegistry registry = new ServiceRegistry();
        own.forEach(registry::add);
        for (ServiceProvider provider : ServiceLoader.load(ServiceProvider.class)) {
            provider.services(context).forEach(registry::add);
        }
        return registry;
    }

    private void add(PluginService service) {
        services.putIfAbsent(service.namespace(), service);
    }

    @Nullable
    PluginService find(String namespace) {
        return services.get(namespace);
    }
}

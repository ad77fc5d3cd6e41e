package dev.nydusview.plugin.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services of a host, by namespace. It never changes, and serves any number of conversations at once. */
public final class ServiceRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceRegistry.class);

    private final List<PluginServices> services;
    private final ChannelLimits limits;

    private ServiceRegistry(List<PluginServices> services, ChannelLimits limits) {
        this.services = services;
        this.limits = limits;
    }

    /**
     * Returns a registry of exactly these services.
     *
     * @throws IllegalArgumentException if two have one namespace
     */
    public static ServiceRegistry of(List<? extends PluginServices> services) {
        return new ServiceRegistry(List.of(), ChannelLimits.DEFAULT).with(services);
    }

    /**
     * Returns a registry with these services added.
     *
     * @throws IllegalArgumentException if a namespace is taken
     */
    public ServiceRegistry with(List<? extends PluginServices> more) {
        List<PluginServices> all = new ArrayList<>(services);
        for (PluginServices service : more) {
            if (offers(all, service.namespace())) {
                throw new IllegalArgumentException("two services have the namespace " + service.namespace());
            }
            all.add(service);
        }
        return new ServiceRegistry(List.copyOf(all), limits);
    }

    /** The same with other limits. */
    public ServiceRegistry within(ChannelLimits other) {
        return new ServiceRegistry(services, other);
    }

    /**
     * The services of third parties that {@code loader} finds; one that cannot be loaded is left out with a warning.
     */
    public static List<PluginServices> installed(ClassLoader loader) {
        List<PluginServices> found = new ArrayList<>();
        ServiceLoader.load(PluginServices.class, loader).stream().forEach(provider -> {
            try {
                found.add(provider.get());
            } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
                LOG.warn("{} is left out.", provider.type(), e);
            }
        });
        return List.copyOf(found);
    }

    /**
     * Returns a registry with these services added, except those whose namespace is taken, which are left out with a
     * warning.
     */
    public ServiceRegistry withOthers(List<? extends PluginServices> others) {
        List<PluginServices> all = new ArrayList<>(services);
        for (PluginServices service : others) {
            if (offers(all, service.namespace())) {
                LOG.warn("{} is left out: another has its namespace.", service.getClass());
            } else {
                all.add(service);
            }
        }
        return new ServiceRegistry(List.copyOf(all), limits);
    }

    private static boolean offers(List<PluginServices> services, String namespace) {
        return services.stream().anyMatch(service -> service.namespace().equals(namespace));
    }

    /**
     * Begins to answer one run of a plugin.
     *
     * @param onViolation ends the plugin; called at most once, on a thread of the conversation, and perhaps
     *     when the plugin has exited already
     */
    public Conversation converse(PluginChannel channel, RunContext run, Consumer<ProtocolViolation> onViolation) {
        Map<String, ActiveService> active = new HashMap<>();
        for (PluginServices service : services) {
            try {
                active.put(service.namespace(), ActiveService.of(service, run));
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("The service {} is not available for {}.", service.namespace(), run.plugin(), e);
            }
        }
        return Conversation.start(channel, new Router(active), limits, onViolation);
    }
}

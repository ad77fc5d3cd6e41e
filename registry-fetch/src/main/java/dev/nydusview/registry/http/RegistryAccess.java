package dev.nydusview.registry.http;

import dev.nydusview.registry.auth.CredentialSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The way to registries: transport and credentials.
 *
 * @param special other ways, by the registries that they lead to, {@code HOST} or {@code HOST:PORT}
 */
public record RegistryAccess(
        TransportSettings transport, CredentialSettings credentials, Map<String, RegistryAccess> special) {
    public RegistryAccess {
        special = Map.copyOf(special);
    }

    /** The same way to all registries. */
    public RegistryAccess(TransportSettings transport, CredentialSettings credentials) {
        this(transport, credentials, Map.of());
    }

    /** Returns the access that a user gets without any flag. */
    public static RegistryAccess of(Map<String, String> environment) {
        return new RegistryAccess(TransportSettings.of(environment), CredentialSettings.of(environment));
    }

    public RegistryAccess with(TransportSettings other) {
        return new RegistryAccess(other, credentials, special);
    }

    public RegistryAccess with(CredentialSettings other) {
        return new RegistryAccess(transport, other, special);
    }

    /** Returns access in which every way is changed. */
    public RegistryAccess each(UnaryOperator<RegistryAccess> change) {
        RegistryAccess usual = change.apply(this);
        Map<String, RegistryAccess> others = new HashMap<>();
        special.forEach((host, way) -> others.put(host, change.apply(way)));
        return new RegistryAccess(usual.transport, usual.credentials, others);
    }

    /** Returns the way to {@code registry}. */
    public RegistryAccess to(String registry) {
        return special.getOrDefault(registry, new RegistryAccess(transport, credentials));
    }
}

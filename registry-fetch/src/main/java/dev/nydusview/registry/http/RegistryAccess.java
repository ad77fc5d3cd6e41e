package dev.nydusview.registry.http;

import dev.nydusview.registry.auth.CredentialSettings;
import java.util.Map;

/** How registries are reached, and with whose credentials. */
public record RegistryAccess(TransportSettings transport, CredentialSettings credentials) {
    /** What a user gets without any flag. */
    public static RegistryAccess of(Map<String, String> environment) {
        return new RegistryAccess(TransportSettings.of(environment), CredentialSettings.of(environment));
    }

    public RegistryAccess with(TransportSettings other) {
        return new RegistryAccess(other, credentials);
    }

    public RegistryAccess with(CredentialSettings other) {
        return new RegistryAccess(transport, other);
    }
}

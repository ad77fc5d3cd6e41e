package dev.nydusview.registry.http;

import dev.nydusview.registry.auth.CredentialSettings;
import java.util.Map;

/** The way to registries: transport and credentials. */
public record RegistryAccess(TransportSettings transport, CredentialSettings credentials) {
    /** Returns the access that a user gets without any flag. */
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

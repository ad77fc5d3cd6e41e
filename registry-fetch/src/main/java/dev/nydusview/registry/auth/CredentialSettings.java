package dev.nydusview.registry.auth;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Places of credentials.
 *
 * @param authFile credentials file that comes before all others
 * @param credentials {@code user:password} that comes before all files
 * @param anonymous send no credentials at all
 * @param environment environment variables, which name configuration files
 */
public record CredentialSettings(
        @Nullable Path authFile, @Nullable String credentials, boolean anonymous, Map<String, String> environment) {

    /** The files that docker and podman use, as {@code environment} names them. */
    public static CredentialSettings of(Map<String, String> environment) {
        return new CredentialSettings(null, null, false, environment);
    }

    public CredentialSettings withAuthFile(@Nullable Path file) {
        return new CredentialSettings(file, credentials, anonymous, environment);
    }

    public CredentialSettings withCredentials(@Nullable String userAndPassword) {
        return new CredentialSettings(authFile, userAndPassword, anonymous, environment);
    }

    public CredentialSettings withAnonymous(boolean none) {
        return new CredentialSettings(authFile, credentials, none, environment);
    }

    /** Returns the settings without secrets. */
    @Override
    public String toString() {
        return "CredentialSettings[authFile=" + authFile + ", anonymous=" + anonymous + "]";
    }
}

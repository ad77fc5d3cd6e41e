package dev.nydusview.registry.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Credentials to show to a registry. No form of them prints the secret. */
public sealed interface Credentials {

    /** No credentials. */
    record None() implements Credentials {}

    /** A user with a password or access token. */
    record Password(String user, String password) implements Credentials {
        /** The value of an {@code Authorization} header. */
        public String basicHeader() {
            return "Basic "
                    + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "user " + user;
        }
    }

    /** An OAuth 2 refresh token, which a token server exchanges for access tokens. */
    record IdentityToken(String token) implements Credentials {
        @Override
        public String toString() {
            return "identity token";
        }
    }

    /** An access token of the registry itself. */
    record RegistryToken(String token) implements Credentials {
        @Override
        public String toString() {
            return "registry token";
        }
    }
}

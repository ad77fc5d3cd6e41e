package dev.nydusview.registry.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What proves to a registry who asks: user and password, or an identity token that is exchanged for access tokens.
 *
 * @param identityToken null unless it replaces the password
 */
public record Credentials(String user, String password, @Nullable String identityToken) {
    /** The user name by which helpers and files say that the password is an identity token. */
    private static final String TOKEN_USER = "<token>";

    static Credentials of(String user, String secret) {
        return user.equals(TOKEN_USER) ? new Credentials("", "", secret) : new Credentials(user, secret, null);
    }

    /** Parses {@code user:password}. */
    static @Nullable Credentials ofPair(String pair) {
        int colon = pair.indexOf(':');
        return colon <= 0 ? null : of(pair.substring(0, colon), pair.substring(colon + 1));
    }

    /** The value of a Basic Authorization header. */
    public String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Names the user only. */
    @Override
    public String toString() {
        return "credentials of " + (identityToken == null ? user : "an identity token");
    }
}

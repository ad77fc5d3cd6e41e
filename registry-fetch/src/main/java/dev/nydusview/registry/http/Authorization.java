package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.auth.Credentials;
import dev.nydusview.registry.auth.Keychain;
import dev.nydusview.registry.ref.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a registry's challenges. What it once accepted is sent along with every further request; a registry that then
 * asks again (401) gets a fresh answer once, as access tokens expire.
 */
final class Authorization {
    private static final int MAX_TOKEN_REPLY = 1 << 20;

    private final OkHttpClient client;
    private final HttpUrl base;
    private final ImageReference reference;
    private final Keychain keychain;
    private volatile @Nullable String current;
    private volatile @Nullable String user;

    Authorization(OkHttpClient client, HttpUrl base, ImageReference reference, Keychain keychain) {
        this.client = client;
        this.base = base;
        this.reference = reference;
        this.keychain = keychain;
    }

    /** The header to send; null as long as the registry has not asked for any. */
    @Nullable
    String current() {
        return current;
    }

    /** Whose credentials were sent; null if none were. */
    @Nullable
    String user() {
        return user;
    }

    /** The header that answers {@code challenge}, a 401 to a request sent with {@code used}; null if there is none. */
    synchronized @Nullable String answer(Response challenge, @Nullable String used) throws IOException {
        String known = current;
        if (known != null && !known.equals(used)) {
            return known; // another thread has answered in the meantime
        }
        Credentials credentials = keychain.find(reference);
        user = credentials == null ? null : credentials.identityToken() == null ? credentials.user() : "identity token";
        Challenge parsed = Challenge.of(challenge.headers("WWW-Authenticate"));
        String fresh = null;
        if (parsed != null && parsed.isBearer()) {
            fresh = "Bearer " + token(parsed, credentials);
        } else if (credentials != null && credentials.identityToken() == null && used == null) {
            fresh = credentials.basic();
        }
        current = fresh;
        return fresh;
    }

    private String token(Challenge challenge, @Nullable Credentials credentials) throws IOException {
        HttpUrl realm = HttpUrl.parse(challenge.parameter("realm"));
        if (realm == null) {
            throw new RemoteException(base.host() + " asks for a token but names no valid realm to get it from");
        }
        Hosts.checkTarget(base, realm);
        Request request = credentials != null && credentials.identityToken() != null
                ? exchange(realm, challenge, credentials.identityToken())
                : get(realm, challenge, credentials);
        try (Response response = client.newCall(request).execute()) {
            if (!response.isSuccessful()) {
                throw RegistryErrors.of(response, user);
            }
            return parse(response);
        }
    }

    private Request get(HttpUrl realm, Challenge challenge, @Nullable Credentials credentials) {
        HttpUrl.Builder url = realm.newBuilder().addQueryParameter("scope", scope());
        if (!challenge.parameter("service").isEmpty()) {
            url.addQueryParameter("service", challenge.parameter("service"));
        }
        Request.Builder request = new Request.Builder().url(url.build());
        if (credentials != null) {
            request.header("Authorization", credentials.basic());
        }
        return request.build();
    }

    private Request exchange(HttpUrl realm, Challenge challenge, String identityToken) {
        FormBody form = new FormBody.Builder()
                .add("grant_type", "refresh_token")
                .add("client_id", "nydusview")
                .add("service", challenge.parameter("service"))
                .add("scope", scope())
                .add("refresh_token", identityToken)
                .build();
        return new Request.Builder().url(realm).post(form).build();
    }

    /** Reading this repository, and no more, whatever the registry suggests. */
    private String scope() {
        return "repository:" + reference.repository() + ":pull";
    }

    private String parse(Response response) throws IOException {
        String text;
        try (InputStream body = response.body().byteStream()) {
            text = new String(body.readNBytes(MAX_TOKEN_REPLY), StandardCharsets.UTF_8);
        }
        try {
            JsonNode json = new JsonMapper().readTree(text);
            String token = json.path("token").asString(json.path("access_token").asString(""));
            if (!token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                return token;
            }
        } catch (JacksonException e) {
            // The same as a reply without a token.
        }
        throw new RemoteException(
                "the token service " + response.request().url().host() + " did not answer with a token");
    }
}

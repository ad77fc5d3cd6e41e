package dev.nydusview.registry.auth;

import dev.nydusview.registry.ref.ImageReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A credentials file of docker or podman. Within one, a helper for just that registry comes before the general helper,
 * and both before what the file itself holds.
 */
final class AuthFile {
    private static final long MAX_SIZE = 1 << 20;
    private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

    private final Path path;
    private final JsonNode root;

    private AuthFile(Path path, JsonNode root) {
        this.path = path;
        this.root = root;
    }

    static AuthFile read(Path path) throws IOException {
        if (Files.size(path) > MAX_SIZE) {
            throw new IOException("credentials file " + path + " is longer than " + MAX_SIZE + " bytes");
        }
        try {
            return new AuthFile(path, new JsonMapper().readTree(Files.readString(path)));
        } catch (JacksonException e) {
            throw new IOException("credentials file " + path + " is not valid JSON", e);
        }
    }

    @Nullable
    Credentials find(ImageReference reference) throws IOException {
        List<String> keys = keys(reference);
        for (String key : keys) {
            JsonNode helper = root.path("credHelpers").path(key);
            if (helper.isString()) {
                return new CredentialHelper(helper.asString()).find(key);
            }
        }
        JsonNode store = root.path("credsStore");
        if (store.isString()) {
            for (String key : keys) {
                Credentials found = new CredentialHelper(store.asString()).find(key);
                if (found != null) {
                    return found;
                }
            }
        }
        return stored(keys);
    }

    private @Nullable Credentials stored(List<String> keys) throws IOException {
        for (String key : keys) {
            JsonNode entry = root.path("auths").path(key);
            Credentials found = entry.isObject() ? credentials(entry) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Credentials credentials(JsonNode entry) throws IOException {
        String token = entry.path("identitytoken").asString("");
        if (!token.isEmpty()) {
            return new Credentials("", "", token);
        }
        String auth = entry.path("auth").asString("");
        if (!auth.isEmpty()) {
            return Credentials.ofPair(decode(auth));
        }
        String user = entry.path("username").asString("");
        return user.isEmpty()
                ? null
                : Credentials.of(user, entry.path("password").asString(""));
    }

    private String decode(String auth) throws IOException {
        try {
            return new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IOException("credentials file " + path + " has an \"auth\" that is not base64", e);
        }
    }

    /** The keys under which a file may know a registry, most specific first: podman's may name a path below it. */
    private static List<String> keys(ImageReference reference) {
        List<String> keys = new ArrayList<>();
        String name = reference.registry() + "/" + reference.repository();
        for (int end = name.length(); end > 0; end = name.lastIndexOf('/', end - 1)) {
            keys.add(name.substring(0, end));
        }
        String host = reference.registry();
        keys.addAll(List.of("https://" + host, "http://" + host, "https://" + host + "/", "https://" + host + "/v2/"));
        if (!reference.apiHost().equals(host)) {
            keys.addAll(List.of(DOCKER_HUB_KEY, "https://index.docker.io/v1", "index.docker.io"));
        }
        return keys;
    }
}

package dev.nydusview.registry.auth;

import dev.nydusview.base.json.JsonFormat;
import dev.nydusview.base.json.JsonLimits;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.JsonShape;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.registry.AuthenticationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@code config.json} of Docker or {@code auth.json} of podman; both have the same members. */
final class CredentialFile {
    private static final int MAX_SIZE = 1 << 20;
    /** Format of the files of docker and podman (docker/cli, configfile; containers/image, config). */
    private static final JsonFormat FILES = JsonFormat.asGo(
            JsonLimits.of(MAX_SIZE),
            JsonShape.object("credsStore")
                    .with("credHelpers", JsonShape.map(JsonShape.ANY))
                    .with(
                            "auths",
                            JsonShape.map(JsonShape.object(
                                    "auth",
                                    "username",
                                    "password",
                                    "identitytoken",
                                    "registrytoken",
                                    "serveraddress"))));

    private static final Duration HELPER_TIMEOUT = Duration.ofSeconds(30);

    private final String path;
    private final JsonObject json;
    private final Map<String, String> environment;

    /** @param path for messages */
    private CredentialFile(String path, JsonObject json, Map<String, String> environment) {
        this.path = path;
        this.json = json;
        this.environment = environment;
    }

    static CredentialFile read(Path path, Map<String, String> environment) throws AuthenticationException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MAX_SIZE + 1);
        } catch (IOException e) {
            throw new AuthenticationException("the credentials file " + path + " cannot be read", e);
        }
        if (bytes.length > MAX_SIZE) {
            throw new AuthenticationException("the credentials file " + path + " is larger than 1 MiB");
        }
        return parse(path.toString(), bytes, environment);
    }

    /** @param path place of the content, for messages */
    static CredentialFile parse(String path, byte[] content, Map<String, String> environment)
            throws AuthenticationException {
        try {
            return new CredentialFile(path, JsonObject.parse(orEmptyObject(content), FILES), environment);
        } catch (MalformedJsonException e) {
            throw malformed(path, e.getMessage());
        }
    }

    /** Docker takes an empty file for one without entries. */
    private static byte[] orEmptyObject(byte[] bytes) {
        boolean isEmpty = new String(bytes, StandardCharsets.UTF_8).isBlank();
        return isEmpty ? "{}".getBytes(StandardCharsets.UTF_8) : bytes;
    }

    /**
     * Finds the file's credentials for an image: a helper for its registry, the helper for all registries, or an entry.
     *
     * @param problems receives the reason if a place could not be read
     */
    @Nullable
    Login find(String registry, String repository, Consumer<String> problems) throws IOException {
        try {
            Login login = fromHelper(helperOf(registry), registry, problems);
            if (login == null) {
                login = fromHelper(json.string("credsStore"), registry, problems);
            }
            return login != null ? login : fromEntries(registry, repository);
        } catch (MalformedJsonException e) {
            throw malformed(path, e.getMessage());
        }
    }

    private @Nullable String helperOf(String registry) throws MalformedJsonException {
        for (Map.Entry<String, String> entry : json.stringMap("credHelpers").entrySet()) {
            if (RegistryKeys.normalised(entry.getKey()).equals(registry)) {
                return entry.getValue();
            }
        }
        return null;
    }

    private @Nullable Login fromHelper(@Nullable String name, String registry, Consumer<String> problems)
            throws IOException {
        if (name == null || name.isEmpty()) {
            return null;
        }
        CredentialHelper helper = new CredentialHelper(name, environment, HELPER_TIMEOUT);
        if (!helper.isInstalled()) {
            problems.accept(helper.program() + ", which " + path + " names, is not on PATH");
            return null;
        }
        try {
            for (String server : RegistryKeys.servers(registry)) {
                Credentials found = helper.find(server);
                if (found != null) {
                    return new Login(found, helper.program());
                }
            }
        } catch (AuthenticationException e) {
            // Public images need no credentials, and other places may have some.
            problems.accept(String.valueOf(e.getMessage()));
        }
        return null;
    }

    private @Nullable Login fromEntries(String registry, String repository) throws IOException {
        JsonObject auths = json.object("auths");
        if (auths == null) {
            return null;
        }
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : auths.names()) {
            String key = RegistryKeys.normalised(name);
            // As in docker, an exact name comes before one that only stands for it.
            if (key.equals(name) || !names.containsKey(key)) {
                names.put(key, name);
            }
        }
        for (String key : RegistryKeys.candidates(registry, repository)) {
            String name = names.get(key);
            JsonObject entry = name == null ? null : auths.object(name);
            Credentials found = entry == null ? null : credentials(entry);
            if (found != null) {
                return new Login(found, path);
            }
        }
        return null;
    }

    private @Nullable Credentials credentials(JsonObject entry) throws IOException {
        String identityToken = entry.string("identitytoken");
        if (identityToken != null && !identityToken.isEmpty()) {
            return new Credentials.IdentityToken(identityToken);
        }
        String registryToken = entry.string("registrytoken");
        // A control character would end the header and start another one.
        if (registryToken != null && registryToken.matches("[\\x21-\\x7e]+")) {
            return new Credentials.RegistryToken(registryToken);
        }
        String auth = entry.string("auth");
        if (auth != null && !auth.isEmpty()) {
            return decoded(auth);
        }
        String user = entry.string("username");
        String password = entry.string("password");
        return user == null || user.isEmpty() || password == null ? null : new Credentials.Password(user, password);
    }

    private Credentials decoded(String auth) throws AuthenticationException {
        String pair;
        try {
            pair = new String(
                    Base64.getDecoder().decode(auth.replaceAll("[\\r\\n]", "").strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed(path, "an \"auth\" is not Base64");
        }
        int colon = pair.indexOf(':');
        if (colon < 1) {
            throw malformed(path, "an \"auth\" is not USER:PASSWORD in Base64");
        }
        // Old versions of Docker pad the password with NULs.
        return new Credentials.Password(
                pair.substring(0, colon), pair.substring(colon + 1).replaceAll("\0+$", ""));
    }

    private static AuthenticationException malformed(String path, @Nullable String how) {
        return new AuthenticationException("the credentials file " + path + " is malformed: " + how);
    }

    /**
     * Returns the places of credential files, first match first: the order is that of the command line's documentation.
     */
    static List<Path> places(Map<String, String> environment) {
        CredentialFilePaths places = new CredentialFilePaths(environment);
        places.add("REGISTRY_AUTH_FILE", "");
        places.add("DOCKER_CONFIG", "config.json");
        places.add("HOME", ".docker/config.json");
        if (!places.add("XDG_RUNTIME_DIR", "containers/auth.json")) {
            places.addRuntime("containers", "auth.json");
        }
        places.addOr("XDG_CONFIG_HOME", "containers/auth.json", "HOME", ".config/containers/auth.json");
        return places.list();
    }
}

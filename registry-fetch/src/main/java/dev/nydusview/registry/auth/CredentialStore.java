package dev.nydusview.registry.auth;

import dev.nydusview.base.OutputFile;
import dev.nydusview.base.SafeText;
import dev.nydusview.registry.AuthenticationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps logins in the first credentials file that the user has named, else in docker's own, or in the credential helper
 * that this file names for the registry. Members of the file that this class does not know stay as they are.
 */
public final class CredentialStore {
    private static final int MAX_SIZE = 1 << 20;
    private static final Duration HELPER_TIMEOUT = Duration.ofSeconds(60);
    /** Doubled names would lose what stands under the first of them. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path file;
    private final Map<String, String> environment;

    private CredentialStore(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /** The store for {@code settings}; its file need not exist. */
    public static CredentialStore of(CredentialSettings settings) throws IOException {
        List<Path> places = CredentialFile.places(settings.environment());
        Path named = settings.authFile() != null ? settings.authFile() : places.isEmpty() ? null : places.get(0);
        if (named == null) {
            throw new AuthenticationException(
                    "there is no home directory for a credentials file; name one with --authfile");
        }
        // A link is kept, and its target replaced.
        Path file = Files.isSymbolicLink(named) && Files.exists(named) ? named.toRealPath() : named.toAbsolutePath();
        return new CredentialStore(file, settings.environment());
    }

    /** Keeps a login in place of all others for {@code registry}; returns where, for messages. */
    public String store(String registry, Credentials.Password login) throws IOException {
        ObjectNode content = read();
        CredentialHelper helper = helper(content, registry);
        if (helper != null) {
            helper.store(RegistryKeys.servers(registry).get(0), login);
            return helper.program();
        }
        ObjectNode auths = auths(content);
        removeAll(auths, registry);
        String pair = login.user() + ":" + login.password();
        auths.putObject(RegistryKeys.servers(registry).get(0))
                .put("auth", Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        write(content);
        return file.toString();
    }

    /** Removes the logins for {@code registry}; returns from where, or null if there was none. */
    public @Nullable String erase(String registry) throws IOException {
        ObjectNode content = read();
        CredentialHelper helper = helper(content, registry);
        boolean inHelper = helper != null && erase(helper, registry);
        String auths = member(content, "auths");
        boolean inFile = auths != null && removeAll(auths(content), registry);
        if (inFile) {
            write(content);
        }
        return inFile ? file.toString() : inHelper && helper != null ? helper.program() : null;
    }

    private static boolean erase(CredentialHelper helper, String registry) throws IOException {
        boolean found = false;
        for (String server : RegistryKeys.servers(registry)) {
            if (helper.find(server) != null) {
                helper.erase(server);
                found = true;
            }
        }
        return found;
    }

    private @Nullable CredentialHelper helper(ObjectNode content, String registry) throws IOException {
        String name = null;
        String helpers = member(content, "credHelpers");
        if (helpers != null) {
            for (Map.Entry<String, JsonNode> entry : content.get(helpers).properties()) {
                if (RegistryKeys.normalised(entry.getKey()).equals(registry)) {
                    name = entry.getValue().asString("");
                }
            }
        }
        String store = member(content, "credsStore");
        if (name == null && store != null) {
            name = content.get(store).asString("");
        }
        if (name == null || name.isEmpty()) {
            return null;
        }
        CredentialHelper helper = new CredentialHelper(name, environment, HELPER_TIMEOUT);
        if (!helper.isInstalled()) {
            throw new AuthenticationException(helper.program() + ", which " + file
                    + " names, is not on PATH; install it," + " or remove its name from the file");
        }
        return helper;
    }

    private static boolean removeAll(ObjectNode auths, String registry) {
        List<String> names = auths.propertyNames().stream()
                .filter(name -> RegistryKeys.normalised(name).equals(registry))
                .toList();
        auths.remove(names);
        return !names.isEmpty();
    }

    private ObjectNode auths(ObjectNode content) throws AuthenticationException {
        String name = member(content, "auths");
        if (name == null || content.get(name).isNull()) {
            return content.putObject(name == null ? "auths" : name);
        }
        if (content.get(name) instanceof ObjectNode auths) {
            return auths;
        }
        throw malformed("\"auths\" is not an object");
    }

    /** Returns the name under which Go would find the member {@code name}: case does not count. */
    private static @Nullable String member(ObjectNode content, String name) {
        return content.propertyNames().stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElse(null);
    }

    private ObjectNode read() throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_SIZE + 1);
        } catch (NoSuchFileException e) {
            return JSON.createObjectNode();
        } catch (IOException e) {
            throw new AuthenticationException("the credentials file " + file + " cannot be read", e);
        }
        if (bytes.length > MAX_SIZE) {
            throw malformed("it is larger than 1 MiB");
        }
        if (new String(bytes, StandardCharsets.UTF_8).isBlank()) {
            return JSON.createObjectNode();
        }
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode content) {
                return content;
            }
        } catch (JacksonException e) {
            // Its message would quote the file.
            throw malformed("it is not JSON, or has a name twice");
        }
        throw malformed("it is not an object");
    }

    private AuthenticationException malformed(String how) {
        return new AuthenticationException(
                "the credentials file " + file + " is not changed, as it is malformed: " + how);
    }

    private void write(ObjectNode content) throws IOException {
        Path directory = file.getParent();
        try {
            if (directory != null && !Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Object user = Files.exists(file) ? Files.getAttribute(file, "unix:uid") : null;
            Object group = Files.exists(file) ? Files.getAttribute(file, "unix:gid") : null;
            OutputFile.writePrivate(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
            // With sudo the file of another user is written, who has to be able to read it.
            if (user != null && !user.equals(Files.getAttribute(file, "unix:uid"))) {
                Files.setAttribute(file, "unix:gid", group);
                Files.setAttribute(file, "unix:uid", user);
            }
        } catch (IOException e) {
            throw new IOException(
                    "the credentials file " + file + " cannot be written (" + SafeText.controls(String.valueOf(e))
                            + "); name another one with --authfile",
                    e);
        }
    }
}

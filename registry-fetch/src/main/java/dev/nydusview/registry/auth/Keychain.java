package dev.nydusview.registry.auth;

import dev.nydusview.registry.AuthenticationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the credentials for an image. The first of these places that has any decides: {@code --creds},
 * {@code --authfile}, {@code $DOCKER_AUTH_CONFIG}, {@code $REGISTRY_AUTH_FILE}, {@code $DOCKER_CONFIG}, {@code ~/.docker},
 * {@code $XDG_RUNTIME_DIR/containers}, {@code $XDG_CONFIG_HOME/containers}. Without any, access is anonymous.
 */
public final class Keychain {
    private static final Logger LOG = LoggerFactory.getLogger(Keychain.class);
    private static final int MAX_WARNINGS = 100;
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private final CredentialSettings settings;

    public Keychain(CredentialSettings settings) {
        this.settings = settings;
    }

    public Login find(String registry, String repository) throws IOException {
        if (settings.anonymous()) {
            return new Login(new Credentials.None(), "--anonymous was given");
        }
        if (settings.credentials() != null) {
            return new Login(given(settings.credentials()), "--creds");
        }
        List<String> problems = new ArrayList<>();
        for (CredentialFile file : files()) {
            Login login = file.find(registry, repository, problems::add);
            if (login != null) {
                return login;
            }
        }
        problems.forEach(Keychain::warn);
        problems.add(0, "no credentials for " + registry + " were found");
        return new Login(new Credentials.None(), String.join("; ", problems));
    }

    /** Warns once in a process: a scan may be of a thousand images. */
    private static void warn(String problem) {
        if (WARNED.size() < MAX_WARNINGS && WARNED.add(problem)) {
            LOG.warn("{}; going on without its credentials", problem);
        }
    }

    /** The files in their order, of which {@code $DOCKER_AUTH_CONFIG} has the content of one. */
    private List<CredentialFile> files() throws AuthenticationException {
        List<CredentialFile> files = new ArrayList<>();
        Map<String, String> environment = settings.environment();
        for (Path place : places()) {
            files.add(CredentialFile.read(place, environment));
        }
        String content = environment.getOrDefault("DOCKER_AUTH_CONFIG", "");
        if (!content.isBlank()) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            files.add(
                    settings.authFile() == null ? 0 : 1,
                    CredentialFile.parse("$DOCKER_AUTH_CONFIG", bytes, environment));
        }
        return files;
    }

    private Set<Path> places() throws AuthenticationException {
        Set<Path> places = new LinkedHashSet<>();
        @Nullable Path given = settings.authFile();
        if (given != null) {
            if (!Files.isRegularFile(given)) {
                throw new AuthenticationException("the credentials file " + given + " (--authfile) does not exist");
            }
            places.add(given);
        }
        for (Path place : CredentialFile.places(settings.environment())) {
            if (Files.isRegularFile(place)) {
                places.add(place);
            }
        }
        return places;
    }

    /** Files in which credentials are looked for, whether they are there or not. */
    public static List<Path> files(Map<String, String> environment) {
        return CredentialFile.places(environment);
    }

    private static Credentials given(String text) throws AuthenticationException {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new AuthenticationException("--creds is not of the form USER:PASSWORD");
        }
        return new Credentials.Password(text.substring(0, colon), text.substring(colon + 1));
    }
}

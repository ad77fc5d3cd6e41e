package dev.nydusview.registry.auth;

import dev.nydusview.registry.AccessOptions;
import dev.nydusview.registry.ref.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the credentials for a registry. The first of these that has some wins:
 *
 * <ol>
 *   <li>{@code --creds}
 *   <li>{@code --authfile}
 *   <li>{@code $REGISTRY_AUTH_FILE}
 *   <li>{@code $DOCKER_CONFIG/config.json}, or {@code ~/.docker/config.json} if that is not set
 *   <li>{@code $XDG_RUNTIME_DIR/containers/auth.json}
 *   <li>{@code $XDG_CONFIG_HOME/containers/auth.json}, or the same below {@code ~/.config}
 * </ol>
 */
public final class Keychain {
    private final @Nullable String pair;
    private final List<Path> files;

    /** Files that the user named; it is an error if one of them cannot be read. */
    private final List<Path> named;

    private Keychain(@Nullable String pair, List<Path> named, List<Path> files) {
        this.pair = pair;
        this.named = named;
        this.files = files;
    }

    public static Keychain of(AccessOptions options) {
        if (options.anonymous()) {
            return new Keychain(null, List.of(), List.of());
        }
        Map<String, String> environment = options.environment();
        List<Path> named = new ArrayList<>();
        if (options.authFile() != null) {
            named.add(options.authFile());
        }
        add(named, environment.get("REGISTRY_AUTH_FILE"), "");
        List<Path> files = new ArrayList<>();
        String home = environment.get("HOME");
        if (!add(files, environment.get("DOCKER_CONFIG"), "config.json")) {
            add(files, home, ".docker/config.json");
        }
        add(files, environment.get("XDG_RUNTIME_DIR"), "containers/auth.json");
        if (!add(files, environment.get("XDG_CONFIG_HOME"), "containers/auth.json")) {
            add(files, home, ".config/containers/auth.json");
        }
        return new Keychain(options.credentials(), named, files);
    }

    private static boolean add(List<Path> files, @Nullable String directory, String name) {
        if (directory == null || directory.isEmpty()) {
            return false;
        }
        files.add(name.isEmpty() ? Path.of(directory) : Path.of(directory, name));
        return true;
    }

    /** The credentials for the registry of {@code reference}; null for none. */
    public @Nullable Credentials find(ImageReference reference) throws IOException {
        if (pair != null) {
            Credentials given = Credentials.ofPair(pair);
            if (given == null) {
                throw new IOException("the given credentials are not of the form user:password");
            }
            return given;
        }
        for (Path file : named) {
            Credentials found = AuthFile.read(file).find(reference);
            if (found != null) {
                return found;
            }
        }
        for (Path file : files) {
            Credentials found = Files.isReadable(file) ? AuthFile.read(file).find(reference) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}

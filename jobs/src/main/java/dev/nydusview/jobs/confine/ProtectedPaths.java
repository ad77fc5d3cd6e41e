package dev.nydusview.jobs.confine;

import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CacheRoot;
import dev.nydusview.jobs.control.StateDirectory;
import dev.nydusview.registry.auth.Keychain;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files and directories of the host that no program over an image gets to see: cache, sockets, credentials. */
public final class ProtectedPaths {
    /** Directories that contain only credentials and settings of clients of registries. */
    private static final Set<String> CLIENTS = Set.of(".docker", "containers");

    /** Socket names of daemons that can do what root can, or that give credentials to others. */
    private static final List<String> DAEMONS = List.of(
            "docker.sock",
            "docker",
            "containerd",
            "podman",
            "crio",
            "buildkit",
            "k3s",
            "dbus",
            "systemd/private",
            "snapd.socket",
            "snapd-snap.socket",
            "lxd.socket",
            "libvirt",
            "secrets",
            "credentials");

    private static final String HELPER = "docker-credential-*";

    private final Map<String, String> variables;
    private final List<Path> paths = new ArrayList<>();

    private ProtectedPaths(Map<String, String> variables) {
        this.variables = variables;
    }

    /**
     * Returns the files and directories that the programs of a command do not get to see.
     *
     * @param variables the environment
     * @param cache root of the cache that is used; null for none
     * @param authFile a further file of credentials; null for none
     */
    public static List<Path> of(Map<String, String> variables, @Nullable Path cache, @Nullable Path authFile) {
        ProtectedPaths all = new ProtectedPaths(variables);
        all.cache(cache);
        all.state();
        all.credentials(authFile);
        all.sockets();
        return List.copyOf(all.paths);
    }

    /** Adds the cache, and makes it now, as programs could find one that is made only later. */
    private void cache(@Nullable Path cache) {
        paths.add(CacheLayout.defaultRoot(variables));
        for (String home : List.of(variables.getOrDefault("HOME", ""), System.getProperty("user.home"))) {
            if (home.startsWith("/")) {
                paths.add(Path.of(home, ".cache/nydusview")); // of times without XDG_CACHE_HOME
            }
        }
        if (cache == null) {
            return;
        }
        paths.add(cache);
        try {
            CacheRoot.create(new CacheLayout(cache));
        } catch (IOException e) {
            return; // the user of the cache reports it
        }
    }

    private void state() {
        try {
            paths.add(StateDirectory.open(variables).path());
        } catch (IOException e) {
            return; // this user has no files there
        }
    }

    private void credentials(@Nullable Path authFile) {
        if (authFile != null) {
            paths.add(authFile);
        }
        Stream<Path> places = Stream.concat(
                Keychain.files(variables).stream(),
                Stream.of(".docker/config.json", ".config/containers/auth.json")
                        .map(file -> Path.of(System.getProperty("user.home"), file)));
        places.forEach(file -> {
            Path parent = file.getParent();
            boolean whole = parent != null && CLIENTS.contains(String.valueOf(parent.getFileName()));
            paths.add(whole ? parent : file);
        });
        for (String directory : variables.getOrDefault("PATH", "").split(":", -1)) {
            helpers(Path.of(directory));
        }
    }

    private void helpers(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, HELPER)) {
            found.forEach(paths::add);
        } catch (IOException e) {
            return; // its programs cannot be run by name alone
        }
    }

    private void sockets() {
        for (String name : DAEMONS) {
            paths.add(Path.of("/run", name));
        }
        Path users = Path.of("/run/user");
        if (Files.isDirectory(users)) {
            paths.add(users);
        }
        String runtime = variables.getOrDefault("XDG_RUNTIME_DIR", "");
        if (runtime.startsWith("/")) {
            Stream.of("docker.sock", "docker", "podman", "containerd", "buildkit", "bus", "gnupg", "keyring")
                    .forEach(name -> paths.add(Path.of(runtime, name)));
        }
        String docker = variables.getOrDefault("DOCKER_HOST", "");
        if (docker.startsWith("unix:///")) {
            paths.add(Path.of(docker.substring("unix://".length())));
        }
        String agent = variables.getOrDefault("SSH_AUTH_SOCK", "");
        if (agent.startsWith("/")) {
            paths.add(Path.of(agent));
        }
    }
}

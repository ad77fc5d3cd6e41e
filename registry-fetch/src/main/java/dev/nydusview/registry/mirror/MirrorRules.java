package dev.nydusview.registry.mirror;

import dev.nydusview.base.HomeDirectory;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.config.ConfigurationFile;
import dev.nydusview.registry.ref.ImageReference;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the mirrors of images: those that the user gives, then podman's, then containerd's. */
public final class MirrorRules {
    private static final Path CONTAINERS = Path.of("/etc/containers");
    private static final Path CONTAINERD = Path.of("/etc/containerd/certs.d");

    private final Map<String, String> environment;
    private final List<String> given;

    /** @param given URLs or hosts of mirrors for all registries */
    public MirrorRules(Map<String, String> environment, List<String> given) {
        this.environment = environment;
        this.given = List.copyOf(given);
    }

    /** The places of {@code image}; fails if the user's configuration blocks it. */
    public Route route(ImageReference image) throws RemoteException {
        List<Mirror> mirrors = new ArrayList<>();
        for (String url : given) {
            mirrors.add(HostsToml.of(url, image, false, List.of(), Mirror.Content.ALL, false, "--mirror"));
        }
        ImageReference registry = image;
        boolean insecure = false;
        RegistriesConf.Entry entry = entry(image.name());
        if (entry != null) {
            if (entry.blocked()) {
                throw new RemoteException(image.name() + " is blocked by " + entry.file());
            }
            int matched = entry.matched(image.name());
            for (RegistriesConf.Place place : entry.mirrors()) {
                mirrors.add(place.mirror(image, matched, entry.file()));
            }
            insecure = entry.insecure();
            if (!entry.location().isEmpty() && !entry.location().equals(entry.prefix())) {
                registry = RegistriesConf.rewritten(image, entry.location(), matched, entry.file());
            }
        }
        Path hosts = hosts(image.registry());
        if (hosts != null) {
            mirrors.addAll(HostsToml.read(new ConfigurationFile(hosts.resolve("hosts.toml")), hosts, image));
        }
        return new Route(mirrors, registry, insecure);
    }

    /** Returns the table with the longest fitting prefix; null for none. */
    private RegistriesConf.@Nullable Entry entry(String name) throws RemoteException {
        Map<String, RegistriesConf.Entry> entries = new LinkedHashMap<>();
        for (Path file : files()) {
            // As in podman, a later file replaces tables of the same prefix.
            RegistriesConf.read(new ConfigurationFile(file)).forEach(entry -> entries.put(entry.prefix(), entry));
        }
        RegistriesConf.Entry best = null;
        for (RegistriesConf.Entry entry : entries.values()) {
            boolean fits = entry.matched(name) >= 0;
            if (fits && (best == null || entry.prefix().length() > best.prefix().length())) {
                best = entry;
            }
        }
        return best;
    }

    private List<Path> files() throws RemoteException {
        String named = environment.getOrDefault("CONTAINERS_REGISTRIES_CONF", "");
        if (!named.isEmpty()) {
            return List.of(Path.of(named));
        }
        Path own = configuration("containers");
        List<Path> files = new ArrayList<>();
        boolean hasOwn = own != null && Files.isRegularFile(own.resolve("registries.conf"));
        Path main = (hasOwn && own != null ? own : CONTAINERS).resolve("registries.conf");
        if (Files.isRegularFile(main)) {
            files.add(main);
        }
        files.addAll(parts(CONTAINERS.resolve("registries.conf.d")));
        if (own != null) {
            files.addAll(parts(own.resolve("registries.conf.d")));
        }
        return files;
    }

    private static Set<Path> parts(Path directory) throws RemoteException {
        Set<Path> found = new TreeSet<>();
        if (!Files.isDirectory(directory)) {
            return found;
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*.conf")) {
            stream.forEach(found::add);
            return found;
        } catch (IOException e) {
            throw new RemoteException("the configuration in " + directory + " cannot be read", e);
        }
    }

    /** Returns the user's configuration directory of a program; null if there is no home directory. */
    private @Nullable Path configuration(String program) {
        String variable = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path home = HomeDirectory.of(environment);
        if (variable.startsWith("/")) {
            return Path.of(variable, program);
        }
        return home == null ? null : home.resolve(".config").resolve(program);
    }

    /** Returns the directory of containerd for {@code registry}; null if it has no hosts there. */
    private @Nullable Path hosts(String registry) {
        List<Path> roots = new ArrayList<>();
        Path own = configuration("containerd");
        if (own != null) {
            roots.add(own.resolve("certs.d"));
        }
        roots.add(CONTAINERD);
        // Port separators may be written as underscores.
        List<String> names = List.of(registry, registry.replaceFirst(":([0-9]+)$", "_$1_"), "_default");
        return roots.stream()
                .flatMap(root -> names.stream().map(root::resolve))
                .filter(directory -> Files.isRegularFile(directory.resolve("hosts.toml")))
                .findFirst()
                .orElse(null);
    }
}

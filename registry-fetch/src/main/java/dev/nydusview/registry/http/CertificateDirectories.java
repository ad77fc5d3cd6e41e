package dev.nydusview.registry.http;

import dev.nydusview.base.HomeDirectory;
import dev.nydusview.registry.ref.ImageReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Directories {@code certs.d} of docker and of containers-certs.d(5), with one directory a registry. */
record CertificateDirectories(List<Path> roots) {
    private static final List<Path> SYSTEM =
            List.of(Path.of("/etc/containers/certs.d"), Path.of("/etc/docker/certs.d"));

    /** Directories of the system, after those of the user: {@code containers/certs.d} and rootless docker's. */
    static CertificateDirectories of(Map<String, String> environment) {
        List<Path> roots = new ArrayList<>();
        Path configuration = configuration(environment);
        if (configuration != null) {
            roots.add(configuration.resolve("containers/certs.d"));
            roots.add(configuration.resolve("docker/certs.d"));
        }
        roots.addAll(SYSTEM);
        return new CertificateDirectories(List.copyOf(roots));
    }

    private static @Nullable Path configuration(Map<String, String> environment) {
        String variable = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path home = HomeDirectory.of(environment);
        return variable.startsWith("/") ? Path.of(variable) : home == null ? null : home.resolve(".config");
    }

    /** The existing directories for the registry of {@code reference}. */
    List<Path> of(ImageReference reference) {
        return of(reference.registry(), reference.apiHost());
    }

    /** The existing directories for a server that has the names {@code hosts}, each with or without a port. */
    List<Path> of(String... hosts) {
        Set<String> names = new LinkedHashSet<>();
        for (String host : hosts) {
            names.addAll(names(host));
        }
        return roots.stream()
                .flatMap(root -> names.stream().map(root::resolve))
                .filter(Files::isDirectory)
                .toList();
    }

    /** Returns the names that the directory for {@code host} may have: users may write the default port or not. */
    private static List<String> names(String host) {
        boolean hasPort = host.lastIndexOf(':') > host.lastIndexOf(']');
        return hasPort ? List.of(host) : List.of(host, host + ":443");
    }
}

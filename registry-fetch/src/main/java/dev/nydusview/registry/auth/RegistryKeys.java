package dev.nydusview.registry.auth;

import dev.nydusview.registry.ref.RegistryHost;
import java.util.ArrayList;
import java.util.List;

/** The names under which configuration files keep the credentials of a registry. */
final class RegistryKeys {
    /** Docker's name for its hub in files and to helpers. */
    private static final String DOCKER_HUB_SERVER = "https://index.docker.io/v1/";

    private RegistryKeys() {}

    /** Names to ask a credential helper for, best first. */
    static List<String> servers(String registry) {
        return registry.equals("docker.io") ? List.of(DOCKER_HUB_SERVER, registry) : List.of(registry);
    }

    /** Normalised keys that fit, the longest repository prefix (a form of podman's) first. */
    static List<String> candidates(String registry, String repository) {
        List<String> keys = new ArrayList<>();
        String path = registry + "/" + repository;
        while (path.length() > registry.length()) {
            keys.add(path);
            path = path.substring(0, path.lastIndexOf('/'));
        }
        keys.add(registry);
        return keys;
    }

    /** {@code key} without scheme, API version and final slash, its host in canonical form. */
    static String normalised(String key) {
        String plain = key.strip();
        int scheme = plain.indexOf("://");
        plain = scheme < 0 ? plain : plain.substring(scheme + 3);
        while (plain.endsWith("/")) {
            plain = plain.substring(0, plain.length() - 1);
        }
        if (plain.endsWith("/v1") || plain.endsWith("/v2")) {
            plain = plain.substring(0, plain.length() - 3);
        }
        int slash = plain.indexOf('/');
        RegistryHost host = RegistryHost.parse(slash < 0 ? plain : plain.substring(0, slash));
        return host == null ? plain : host + (slash < 0 ? "" : plain.substring(slash));
    }
}

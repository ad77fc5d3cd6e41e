package dev.nydusview.registry.mirror;

import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.config.ConfigurationFile;
import dev.nydusview.registry.mirror.Mirror.Content;
import dev.nydusview.registry.ref.ImageReference;
import dev.nydusview.registry.ref.RegistryHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Hosts of a registry, in the file {@code hosts.toml} of containerd (docs/hosts.md there) and as URLs. */
final class HostsToml {
    private static final int MAX_HOSTS = 64;
    private static final Pattern URL = Pattern.compile("(?:(https?)://)?([^/@?#]+)(/[^?#]*)?");

    private HostsToml() {}

    static List<Mirror> read(ConfigurationFile file, Path directory, ImageReference image) throws RemoteException {
        JsonNode root = file.read();
        List<Mirror> mirrors = new ArrayList<>();
        for (Map.Entry<String, JsonNode> host : root.path("host").properties()) {
            if (mirrors.size() == MAX_HOSTS) {
                throw file.malformed("it has more than " + MAX_HOSTS + " hosts");
            }
            @Nullable Mirror mirror = host(file, directory, image, host.getKey(), host.getValue());
            if (mirror != null) {
                mirrors.add(mirror);
            }
        }
        String server = file.text(root, "server");
        if (!server.isEmpty()) {
            mirrors.add(of(server, image, false, List.of(), Content.ALL, false, file.toString()));
        }
        return mirrors;
    }

    private static @Nullable Mirror host(
            ConfigurationFile file, Path directory, ImageReference image, String url, JsonNode table)
            throws RemoteException {
        List<String> can = file.texts(table, "capabilities");
        if (!can.isEmpty() && !can.contains("pull")) {
            return null;
        }
        List<Path> authorities =
                file.texts(table, "ca").stream().map(directory::resolve).toList();
        Content content = can.isEmpty() || can.contains("resolve") ? Content.ALL : Content.DIGESTS;
        boolean insecure = file.flag(table, "skip_verify");
        boolean whole = file.flag(table, "override_path");
        return of(url, image, insecure, authorities, content, whole, file.toString());
    }

    /** @param whole whether the path of {@code url} is that of the API, without {@code /v2} */
    static Mirror of(
            String url,
            ImageReference image,
            boolean insecure,
            List<Path> authorities,
            Content content,
            boolean whole,
            String origin)
            throws RemoteException {
        Matcher matcher = URL.matcher(url);
        RegistryHost host = matcher.matches() ? RegistryHost.parse(matcher.group(2)) : null;
        if (host == null) {
            throw new RemoteException("the mirror in " + origin + " is not of the form https://HOST[:PORT][/PATH]");
        }
        String path = matcher.group(3) == null ? "" : matcher.group(3).replaceFirst("/+$", "");
        String base = whole || path.endsWith("/v2") ? path : path + "/v2";
        ImageReference there = new ImageReference(host.toString(), image.repository(), image.tag(), image.digest());
        return new Mirror(there, matcher.group(1), base, insecure, authorities, image.registry(), content);
    }
}

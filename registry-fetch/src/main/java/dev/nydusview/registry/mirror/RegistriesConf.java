package dev.nydusview.registry.mirror;

import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.config.ConfigurationFile;
import dev.nydusview.registry.mirror.Mirror.Content;
import dev.nydusview.registry.ref.ImageReference;
import dev.nydusview.registry.ref.RegistryHost;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The tables {@code [[registry]]} of a file in version 2 of registries.conf(5). */
final class RegistriesConf {
    private static final int MAX_TABLES = 1024;

    private RegistriesConf() {}

    /**
     * A table.
     *
     * @param prefix of names, perhaps {@code *.DOMAIN}
     * @param location what replaces the prefix; empty for nothing else
     * @param file where the table is
     */
    record Entry(String prefix, String location, boolean insecure, boolean blocked, List<Place> mirrors, String file) {
        /** Returns the length of what the prefix has of {@code name}; -1 if it does not fit. */
        int matched(String name) {
            if (prefix.startsWith("*.")) {
                int slash = name.indexOf('/');
                return name.substring(0, slash).endsWith(prefix.substring(1)) ? slash : -1;
            }
            boolean fits = name.equals(prefix) || name.startsWith(prefix + "/");
            return fits ? prefix.length() : -1;
        }
    }

    /** A location with the content that is read from there. */
    record Place(String location, boolean insecure, Content content) {
        Mirror mirror(ImageReference image, int matched, String file) throws RemoteException {
            ImageReference there = rewritten(image, location, matched, file);
            return new Mirror(there, null, "/v2", insecure, List.of(), null, content);
        }
    }

    static List<Entry> read(ConfigurationFile file) throws RemoteException {
        JsonNode root = file.read();
        List<JsonNode> tables = file.tables(root, "registry");
        if (tables.size() > MAX_TABLES) {
            throw file.malformed("it has more than " + MAX_TABLES + " registries");
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonNode table : tables) {
            entries.add(entry(file, table));
        }
        return entries;
    }

    private static Entry entry(ConfigurationFile file, JsonNode table) throws RemoteException {
        String location = file.text(table, "location");
        String prefix = file.text(table, "prefix");
        if (prefix.isEmpty() && location.isEmpty()) {
            throw file.malformed("a registry has neither prefix nor location");
        }
        boolean digestsOnly = file.flag(table, "mirror-by-digest-only");
        List<Place> mirrors = new ArrayList<>();
        for (JsonNode mirror : file.tables(table, "mirror")) {
            Content content = digestsOnly ? Content.DIGESTS : content(file, mirror);
            mirrors.add(new Place(file.text(mirror, "location"), file.flag(mirror, "insecure"), content));
        }
        return new Entry(
                prefix.isEmpty() ? location : prefix,
                location,
                file.flag(table, "insecure"),
                file.flag(table, "blocked"),
                List.copyOf(mirrors),
                file.toString());
    }

    private static Content content(ConfigurationFile file, JsonNode mirror) throws RemoteException {
        String pull = file.text(mirror, "pull-from-mirror");
        return switch (pull) {
            case "", "all" -> Content.ALL;
            case "digest-only" -> Content.DIGESTS;
            case "tag-only" -> Content.TAGS;
            default -> throw file.malformed("\"pull-from-mirror\" is not all, digest-only or tag-only");
        };
    }

    /** The image with {@code location} in place of the first {@code matched} characters of its name. */
    static ImageReference rewritten(ImageReference image, String location, int matched, String file)
            throws RemoteException {
        String name = location + image.name().substring(matched);
        int slash = name.indexOf('/');
        @Nullable RegistryHost host = slash < 0 ? null : RegistryHost.parse(name.substring(0, slash));
        if (host == null || slash == name.length() - 1) {
            throw new RemoteException(
                    "the configuration " + file + " is malformed: a location is not HOST[:PORT][/PATH]");
        }
        return new ImageReference(host.toString(), name.substring(slash + 1), image.tag(), image.digest());
    }
}

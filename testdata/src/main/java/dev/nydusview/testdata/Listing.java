package dev.nydusview.testdata;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole tree as its entries by path. */
public final class Listing {
    private final Map<String, ListingEntry> entries;

    private Listing(Map<String, ListingEntry> entries) {
        this.entries = entries;
    }

    /** A listing of {@code entries}; link groups may be named by any string that is the same for all links. */
    public static Listing of(List<ListingEntry> entries) {
        Map<String, String> firstOfGroup = new HashMap<>();
        for (ListingEntry entry : entries) {
            if (entry.linkGroup() != null) {
                firstOfGroup.merge(entry.linkGroup(), entry.path(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
            }
        }
        Map<String, ListingEntry> byPath = new TreeMap<>();
        for (ListingEntry entry : entries) {
            String group = entry.linkGroup();
            ListingEntry normal = group == null ? entry : entry.withLinkGroup(requireNonNull(firstOfGroup.get(group)));
            assertThat(byPath.put(entry.path(), normal))
                    .as("entry listed twice")
                    .isNull();
        }
        return new Listing(byPath);
    }

    /** Reads one JSON object a line. */
    public static Listing read(Path file) throws IOException {
        JsonMapper mapper = new JsonMapper();
        List<ListingEntry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            entries.add(entry(mapper.readTree(line)));
        }
        return of(entries);
    }

    private static ListingEntry entry(JsonNode json) {
        Map<String, String> xattrs = new TreeMap<>();
        json.path("xattrs")
                .properties()
                .forEach(e -> xattrs.put(e.getKey(), e.getValue().asString()));
        return new ListingEntry(
                json.get("path").asString(),
                json.get("mode").asString(),
                json.get("uid").asLong(),
                json.get("gid").asLong(),
                number(json, "mtime"),
                number(json, "size"),
                number(json, "nlink"),
                text(json, "link_group"),
                text(json, "sha256"),
                text(json, "target"),
                text(json, "rdev"),
                xattrs);
    }

    private static @Nullable Long number(JsonNode json, String key) {
        return json.has(key) ? json.get(key).asLong() : null;
    }

    private static @Nullable String text(JsonNode json, String key) {
        return json.has(key) ? json.get(key).asString() : null;
    }

    /** Returns the same listing with another target of one symbolic link. */
    Listing withTarget(String path, String target) {
        Map<String, ListingEntry> changed = new TreeMap<>(entries);
        changed.computeIfPresent(path, (at, entry) -> entry.withTarget(target));
        return new Listing(changed);
    }

    /** The entries, by path. */
    public Map<String, ListingEntry> entries() {
        return entries;
    }

    /** The contract: {@code actual} has these paths, each with every property as listed. */
    public void assertMatches(Listing actual) {
        assertThat(actual.entries.keySet()).as("paths").containsExactlyElementsOf(entries.keySet());
        entries.forEach(
                (path, entry) -> assertThat(actual.entries.get(path)).as(path).isEqualTo(entry));
    }
}

package dev.nydusview.plugin.report;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A detail of a finding, by what its members mean.
 *
 * @param members as docs/plugin-events.md lists them
 */
public record Detail(ObjectNode members) {
    private static final List<String> PATHS = List.of("path", "file_path");

    /** Returns the member {@code name} if it is a string, without blanks around it; empty otherwise. */
    public String text(String name) {
        return text(members, name);
    }

    /** Returns the first of the members {@code names} that has a text; empty if none has. */
    public String first(List<String> names) {
        return first(members, names);
    }

    /** The path that the detail is about; empty if it has none. */
    public String path() {
        String own = first(PATHS);
        return own.isEmpty() ? first(members.path("file_info"), PATHS) : own;
    }

    /** The line of the file that the detail is about, from 1; empty if it has none. */
    public Optional<Integer> line() {
        JsonNode line = members.path("file_info").path("start_line");
        return line.isInt() && line.intValue() > 0 ? Optional.of(line.intValue()) : Optional.empty();
    }

    private static String first(JsonNode object, List<String> names) {
        return names.stream()
                .map(name -> text(object, name))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String text(JsonNode object, String name) {
        return object.path(name).stringValue("").strip();
    }
}

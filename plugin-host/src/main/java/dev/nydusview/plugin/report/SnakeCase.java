package dev.nydusview.plugin.report;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Names of members as most are on the wire: {@code filePath}, {@code FilePath} and {@code imageID} are the others. */
final class SnakeCase {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,63}");
    private static final Pattern BOUNDARY = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    private SnakeCase() {}

    /** A copy of {@code value} with the names changed at every depth, as the reader of requests bounds it. */
    static JsonNode of(JsonNode value) {
        if (value.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                String name = of(member.getKey());
                copy.set(value.has(name) || copy.has(name) ? member.getKey() : name, of(member.getValue()));
            }
            return copy;
        }
        if (value.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> copy.add(of(element)));
            return copy;
        }
        return value;
    }

    private static String of(String name) {
        if (!NAME.matcher(name).matches()) {
            return name;
        }
        return BOUNDARY.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
    }
}

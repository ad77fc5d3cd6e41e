package dev.nydusview.plugin.report;

import dev.nydusview.base.SafeText;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Removes the additions of jsonpickle from JSON: members such as {@code py/object}; objects around tuples and sets;
 * calls that make constants (whose last argument is the value or the name); and references to earlier values, which
 * become null.
 */
final class JsonPickleCleaner {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String MARK = "py/";

    private JsonPickleCleaner() {}

    /** A copy that is fit to be written. */
    static JsonNode unpickled(JsonNode value) {
        if (value.isString()) {
            return NODES.stringNode(text(value.stringValue()));
        }
        if (value.isArray()) {
            ArrayNode copy = NODES.arrayNode();
            value.forEach(element -> copy.add(unpickled(element)));
            return copy;
        }
        return value.isObject() ? object(value) : value;
    }

    private static String text(String text) {
        return SafeText.fit(text, Integer.MAX_VALUE);
    }

    private static JsonNode object(JsonNode value) {
        if (value.has("py/id")) {
            return NODES.nullNode();
        }
        JsonNode made = value.path("py/reduce").path(1).path("py/tuple");
        JsonNode constant = made.path(made.size() - 1);
        if (constant.isString() || constant.isNumber()) {
            return unpickled(constant);
        }
        for (String list : new String[] {"py/tuple", "py/set"}) {
            if (value.path(list).isArray()) {
                return unpickled(value.path(list));
            }
        }
        return members(value);
    }

    private static JsonNode members(JsonNode value) {
        ObjectNode copy = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            if (!member.getKey().startsWith(MARK)) {
                copy.set(text(member.getKey()), unpickled(member.getValue()));
            } else if (member.getKey().equals("py/state") && unpickled(member.getValue()) instanceof ObjectNode own) {
                copy.setAll(own);
            }
        }
        return copy;
    }
}

package dev.nydusview.plugin.report;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Takes out of events what jsonpickle of Python puts in: members {@code py/...} that name classes. */
final class Pickled {
    private static final String PREFIX = "py/";
    private static final String REDUCED = "py/reduce";
    private static final String TUPLE = "py/tuple";

    private Pickled() {}

    /** {@code value} without them; an enumeration's constant becomes its value. */
    static JsonNode plain(JsonNode value) {
        if (value.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> array.add(plain(element)));
            return array;
        }
        if (!value.isObject()) {
            return value;
        }
        if (value.has(TUPLE)) {
            return plain(value.path(TUPLE));
        }
        JsonNode constant = value.path(REDUCED).path(1).path(TUPLE).path(0);
        if (constant.isInt() || constant.isString()) {
            return constant;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            if (!member.getKey().startsWith(PREFIX)) {
                object.set(member.getKey(), plain(member.getValue()));
            }
        }
        return object;
    }
}

package dev.nydusview.base.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A JSON object of a foreign document. Absent and null members are alike; one of a wrong type is an error. */
public final class JsonObject {
    private final JsonNode node;

    private JsonObject(JsonNode node) {
        this.node = node;
    }

    /** The object that {@code bytes} spell. */
    public static JsonObject parse(byte[] bytes, JsonFormat format) throws MalformedJsonException {
        return new JsonObject(JsonReader.read(bytes, format));
    }

    public boolean has(String name) {
        return member(name) != null;
    }

    public @Nullable String string(String name) throws MalformedJsonException {
        JsonNode value = member(name);
        return value == null ? null : string(value, name);
    }

    /** Returns a whole number; -1 if it is absent. */
    public long number(String name) throws MalformedJsonException {
        JsonNode value = member(name);
        if (value == null) {
            return -1;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrongType(name, "a whole number");
        }
        return value.longValue();
    }

    public @Nullable JsonObject object(String name) throws MalformedJsonException {
        JsonNode value = member(name);
        return value == null ? null : object(value, name);
    }

    /** The objects of an array, none if it is absent. */
    public List<JsonObject> objects(String name) throws MalformedJsonException {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonNode element : array(name)) {
            objects.add(object(element, name));
        }
        return List.copyOf(objects);
    }

    /** The strings of an array, none if it is absent. */
    public List<String> strings(String name) throws MalformedJsonException {
        List<String> strings = new ArrayList<>();
        for (JsonNode element : array(name)) {
            strings.add(string(element, name));
        }
        return List.copyOf(strings);
    }

    /** Returns an object all of whose members are strings, in their order; empty if it is absent. */
    public Map<String, String> stringMap(String name) throws MalformedJsonException {
        JsonObject object = object(name);
        Map<String, String> map = new LinkedHashMap<>();
        if (object != null) {
            for (Map.Entry<String, JsonNode> entry : object.node.properties()) {
                if (!entry.getValue().isNull()) {
                    map.put(entry.getKey(), string(entry.getValue(), name));
                }
            }
        }
        return map;
    }

    /** The names of the members, in their order. */
    public List<String> names() {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    private @Nullable JsonNode member(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private Iterable<JsonNode> array(String name) throws MalformedJsonException {
        JsonNode value = member(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrongType(name, "an array");
        }
        return value;
    }

    private static String string(JsonNode value, String name) throws MalformedJsonException {
        if (!value.isString()) {
            throw wrongType(name, "a string");
        }
        return value.stringValue();
    }

    private static JsonObject object(JsonNode value, String name) throws MalformedJsonException {
        if (!value.isObject()) {
            throw wrongType(name, "an object");
        }
        return new JsonObject(value);
    }

    private static MalformedJsonException wrongType(String name, String wanted) {
        return new MalformedJsonException("\"" + name + "\" is not " + wanted);
    }
}

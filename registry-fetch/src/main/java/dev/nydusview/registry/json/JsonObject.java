package dev.nydusview.registry.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON object of a foreign document. Absent and null members are alike; one of a wrong type is an error. */
public final class JsonObject {
    /** Names, values and brackets; each costs far more memory than its bytes. */
    private static final int MAX_TOKENS = 500_000;

    // Two members of one name let two readers see two documents behind one digest.
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonNode node;

    private JsonObject(JsonNode node) {
        this.node = node;
    }

    /** The object that {@code bytes} spell. */
    public static JsonObject parse(byte[] bytes) throws MalformedJsonException {
        JsonNode node;
        try {
            node = MAPPER.readTree(bytes);
        } catch (StreamConstraintsException e) {
            throw new MalformedJsonException("nested too deeply, of too many parts, or with too long a number");
        } catch (JacksonException e) {
            // Its own message may quote the source, which may hold a password.
            throw new MalformedJsonException("not JSON at " + position(e));
        }
        if (!node.isObject()) {
            throw new MalformedJsonException("not a JSON object");
        }
        return new JsonObject(node);
    }

    private static String position(JacksonException e) {
        return e.getLocation() == null
                ? "its start"
                : "line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    public boolean has(String name) {
        return member(name) != null;
    }

    public @Nullable String string(String name) throws MalformedJsonException {
        JsonNode value = member(name);
        return value == null ? null : string(value, name);
    }

    /** A whole number; -1 if there is none. */
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

    /** An object all of whose members are strings, in their order; empty if it is absent. */
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

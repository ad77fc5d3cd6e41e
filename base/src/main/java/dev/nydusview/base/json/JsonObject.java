package dev.nydusview.base.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object of a foreign document. Absent and null members are alike; one of a wrong type is an error. */
public final class JsonObject {
    /** An object without members. */
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    private final Map<?, ?> members;

    private JsonObject(Map<?, ?> members) {
        this.members = members;
    }

    /** The object that {@code bytes} spell. */
    public static JsonObject parse(byte[] bytes, JsonFormat format) throws MalformedJsonException {
        return new JsonObject(JsonReader.read(bytes, format));
    }

    public boolean has(String name) {
        return members.get(name) != null;
    }

    public @Nullable String string(String name) throws MalformedJsonException {
        Object value = members.get(name);
        return value == null ? null : string(value, name);
    }

    /** Returns a string; an empty one if it is absent. */
    public String text(String name) throws MalformedJsonException {
        String value = string(name);
        return value == null ? "" : value;
    }

    /** Returns a truth value; false if it is absent. */
    public boolean isTrue(String name) throws MalformedJsonException {
        Object value = members.get(name);
        if (value != null && !(value instanceof Boolean)) {
            throw wrongType(name, "true or false");
        }
        return Boolean.TRUE.equals(value);
    }

    /** Returns a whole number; -1 if it is absent. */
    public long number(String name) throws MalformedJsonException {
        Object value = members.get(name);
        if (value == null) {
            return -1;
        }
        if (!(value instanceof Long number)) {
            throw wrongType(name, "a whole number");
        }
        return number;
    }

    public @Nullable JsonObject object(String name) throws MalformedJsonException {
        Object value = members.get(name);
        return value == null ? null : object(value, name);
    }

    /** The objects of an array, none if it is absent. */
    public List<JsonObject> objects(String name) throws MalformedJsonException {
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : array(name)) {
            objects.add(object(element, name));
        }
        return List.copyOf(objects);
    }

    /** The strings of an array, none if it is absent. */
    public List<String> strings(String name) throws MalformedJsonException {
        List<String> strings = new ArrayList<>();
        for (Object element : array(name)) {
            strings.add(string(element, name));
        }
        return List.copyOf(strings);
    }

    /** Returns an object all of whose members are strings, in their order; empty if it is absent. */
    public Map<String, String> stringMap(String name) throws MalformedJsonException {
        JsonObject object = object(name);
        Map<String, String> map = new LinkedHashMap<>();
        if (object != null) {
            for (Map.Entry<?, ?> entry : object.members.entrySet()) {
                if (entry.getValue() != null) {
                    map.put((String) entry.getKey(), string(entry.getValue(), name));
                }
            }
        }
        return map;
    }

    /** The names of the members, in their order. */
    public List<String> names() {
        return members.keySet().stream().map(String.class::cast).toList();
    }

    /** The whole as plain values, which {@link Documents} can write. */
    public Map<?, ?> values() {
        return Collections.unmodifiableMap(members);
    }

    private List<?> array(String name) throws MalformedJsonException {
        Object value = members.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> array)) {
            throw wrongType(name, "an array");
        }
        return array;
    }

    private static String string(@Nullable Object value, String name) throws MalformedJsonException {
        if (!(value instanceof String text)) {
            throw wrongType(name, "a string");
        }
        return text;
    }

    private static JsonObject object(@Nullable Object value, String name) throws MalformedJsonException {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrongType(name, "an object");
        }
        return new JsonObject(map);
    }

    private static MalformedJsonException wrongType(String name, String wanted) {
        return new MalformedJsonException("\"" + name + "\" is not " + wanted);
    }
}

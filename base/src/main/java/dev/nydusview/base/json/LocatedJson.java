package dev.nydusview.base.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonReadFeature;

/**
 * A value of a document that a person may have written: it knows its line, so that a complaint names it. Comments, and
 * commas after the last element, are allowed; a name that occurs twice in an object is not. Not for secrets, as
 * complaints quote values. Immutable.
 */
public final class LocatedJson {
    private final int line;
    /** A map of values by name, a list of values, a string, a number, a truth value, or null. */
    private final @Nullable Object value;

    private LocatedJson(int line, @Nullable Object value) {
        this.line = line;
        this.value = value;
    }

    /** Reads the only value of {@code document}, which is an object in UTF-8. */
    public static LocatedJson parse(byte[] document, JsonLimits limits) throws MalformedJsonException {
        if (document.length > limits.bytes()) {
            throw new MalformedJsonException("larger than " + limits.bytes() + " bytes");
        }
        try (JsonParser parser = limits.factory()
                .rebuild()
                .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                .build()
                .createParser(ObjectReadContext.empty(), document)) {
            return document(parser);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new MalformedJsonException("line " + line + ": not JSON: " + e.getOriginalMessage());
        }
    }

    private static LocatedJson document(JsonParser parser) throws MalformedJsonException {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            throw new MalformedJsonException("line 1: not a JSON object");
        }
        LocatedJson root = read(parser, first);
        if (parser.nextToken() != null) {
            throw at(parser).wrong("something follows the end of the object");
        }
        return root;
    }

    private static LocatedJson at(JsonParser parser) {
        return new LocatedJson(parser.currentTokenLocation().getLineNr(), null);
    }

    private static LocatedJson read(JsonParser parser, JsonToken token) throws MalformedJsonException {
        int line = parser.currentTokenLocation().getLineNr();
        return new LocatedJson(
                line,
                switch (token) {
                    case START_OBJECT -> object(parser);
                    case START_ARRAY -> array(parser);
                    case VALUE_STRING -> parser.getString();
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
                    case VALUE_TRUE, VALUE_FALSE -> token == JsonToken.VALUE_TRUE;
                    default -> null;
                });
    }

    private static Map<String, LocatedJson> object(JsonParser parser) throws MalformedJsonException {
        Map<String, LocatedJson> members = new LinkedHashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            if (members.put(name, read(parser, parser.nextToken())) != null) {
                throw at(parser).wrong("\"" + name + "\" occurs twice");
            }
        }
        return members;
    }

    private static List<LocatedJson> array(JsonParser parser) throws MalformedJsonException {
        List<LocatedJson> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(read(parser, token));
        }
        return elements;
    }

    /** Line on which the value begins, from 1. */
    public int line() {
        return line;
    }

    /** Returns a complaint about this value that names its line. */
    public MalformedJsonException wrong(String fault) {
        return new MalformedJsonException("line " + line + ": " + fault);
    }

    public boolean isString() {
        return value instanceof String;
    }

    /** The names of the members of an object, in their order. */
    public Set<String> names() throws MalformedJsonException {
        return members().keySet();
    }

    /** Returns a member of an object; null if it is absent or null. */
    public @Nullable LocatedJson member(String name) throws MalformedJsonException {
        LocatedJson member = members().get(name);
        return member == null || member.value == null ? null : member;
    }

    /** Returns a member of an object that is a string; null if it is absent or null. */
    public @Nullable String string(String name) throws MalformedJsonException {
        LocatedJson member = member(name);
        return member == null ? null : member.string();
    }

    /** Returns the elements of a member of an object that is an array; none if it is absent or null. */
    public List<LocatedJson> elements(String name) throws MalformedJsonException {
        LocatedJson member = member(name);
        if (member == null) {
            return List.of();
        }
        if (!(member.value instanceof List<?> elements)) {
            throw member.wrong("\"" + name + "\" is not an array");
        }
        return elements.stream().map(LocatedJson.class::cast).toList();
    }

    public String string() throws MalformedJsonException {
        if (!(value instanceof String text)) {
            throw wrong("expected a string");
        }
        return text;
    }

    /** Tests whether the value is the whole number {@code number}. */
    public boolean is(long number) {
        return (value instanceof Integer || value instanceof Long) && ((Number) value).longValue() == number;
    }

    @SuppressWarnings("unchecked") // all maps here are of values by name
    private Map<String, LocatedJson> members() throws MalformedJsonException {
        if (!(value instanceof Map<?, ?> members)) {
            throw wrong("expected an object");
        }
        return (Map<String, LocatedJson>) members;
    }
}

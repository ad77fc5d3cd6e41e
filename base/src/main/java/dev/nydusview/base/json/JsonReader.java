package dev.nydusview.base.json;

import dev.nydusview.base.SafeText;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * A single pass over one document. Values are a map by name, a list, a string, a {@link Long}, {@link BigInteger}, {@link
 * Double} or {@link Boolean}, or null. Nothing of databind, which takes longer to load than documents to read.
 */
final class JsonReader {
    private final JsonFormat format;
    private final JsonParser parser;

    private JsonReader(JsonFormat format, JsonParser parser) {
        this.format = format;
        this.parser = parser;
    }

    static Map<String, @Nullable Object> read(byte[] bytes, JsonFormat format) throws MalformedJsonException {
        if (bytes.length > format.limits().bytes()) {
            throw new MalformedJsonException("larger than " + format.limits().bytes() + " bytes");
        }
        char[] text = decoded(bytes);
        try (JsonParser parser = format.factory().createParser(ObjectReadContext.empty(), text)) {
            return new JsonReader(format, parser).document();
        } catch (StreamConstraintsException e) {
            throw new MalformedJsonException("nested too deeply, or with too many parts or too long a number");
        } catch (JacksonException e) {
            // Its own message may quote the source, which may hold a password.
            throw new MalformedJsonException("not JSON at " + position(e.getLocation()));
        }
    }

    /**
     * JSON between programs is UTF-8 (RFC 8259 section 8.1); a reader that guessed otherwise could see something else.
     */
    private static char[] decoded(byte[] bytes) throws MalformedJsonException {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            char[] chars = new char[text.remaining()];
            text.get(chars);
            return chars;
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException("not JSON, as it is not UTF-8");
        }
    }

    private static String position(@Nullable TokenStreamLocation location) {
        return location == null ? "its start" : "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private Map<String, @Nullable Object> document() throws MalformedJsonException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new MalformedJsonException("not JSON, as it is empty");
        }
        if (first != JsonToken.START_OBJECT) {
            parser.skipChildren();
            throw new MalformedJsonException("not a JSON object");
        }
        Map<String, @Nullable Object> root = object(new LinkedHashMap<>(), format.shape());
        if (parser.nextToken() != null) {
            throw new MalformedJsonException(
                    "not JSON at " + position(parser.currentTokenLocation()) + ", after the end of the object");
        }
        return root;
    }

    /** Reads members into {@code object}; stands at its end afterwards. */
    private Map<String, @Nullable Object> object(Map<String, @Nullable Object> object, JsonShape shape)
            throws MalformedJsonException {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            requirePrintable(name, false, "a name");
            String meant = meant(name, shape);
            JsonShape inside = shape.member(meant);
            if (format.isUnique() && object.containsKey(meant)) {
                throw refused("the name \"" + shown(name) + "\" occurs twice");
            }
            JsonToken token = parser.nextToken();
            object.put(
                    meant,
                    token == JsonToken.START_OBJECT
                            ? object(target(object.get(meant), shape), inside)
                            : value(token, inside));
        }
        return object;
    }

    /**
     * Returns the object to read into: Go reads a struct that occurs twice into the same one, and a value of a map into
     * a new one.
     */
    @SuppressWarnings("unchecked") // all maps here are of names
    private static Map<String, @Nullable Object> target(@Nullable Object before, JsonShape shape) {
        return before instanceof Map<?, ?> known && !shape.isMap()
                ? (Map<String, @Nullable Object>) known
                : new LinkedHashMap<>();
    }

    /** The name that Go takes {@code name} for. */
    private String meant(String name, JsonShape shape) throws MalformedJsonException {
        String known = shape.known(name);
        if (known == null || known.equals(name)) {
            return name;
        }
        if (format.isExact()) {
            throw refused("the name \"" + shown(name) + "\" differs from \"" + known + "\" only by case");
        }
        return known;
    }

    private @Nullable Object value(JsonToken token, JsonShape shape) throws MalformedJsonException {
        return switch (token) {
            case START_OBJECT -> object(new LinkedHashMap<>(), shape);
            case START_ARRAY -> array(shape);
            case VALUE_STRING -> text(shape);
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> (Object) parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private List<@Nullable Object> array(JsonShape shape) throws MalformedJsonException {
        List<@Nullable Object> array = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(token, shape));
        }
        return array;
    }

    private String text(JsonShape shape) throws MalformedJsonException {
        String text = parser.getString();
        requirePrintable(text, shape.hasLines(), "a text");
        return text;
    }

    private Object integer() {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? parser.getBigIntegerValue()
                : (Object) parser.getLongValue();
    }

    private void requirePrintable(String text, boolean lines, String what) throws MalformedJsonException {
        int found = format.isPrintable() ? ControlCharacters.first(text, lines) : -1;
        if (found >= 0) {
            throw refused(what + " has " + String.format("the control character U+%04X", found));
        }
    }

    private MalformedJsonException refused(String fault) {
        String place = parser.streamReadContext().pathAsPointer().toString();
        return new MalformedJsonException(fault + (place.isEmpty() ? "" : ", at " + shown(place)));
    }

    /** Names are of any length, and of any characters. */
    private static String shown(String text) {
        String safe = SafeText.controls(text);
        return safe.length() > 200 ? safe.substring(0, 200) + "..." : safe;
    }
}

package dev.nydusview.base.json;

import dev.nydusview.base.SafeText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A single pass over one document. */
final class JsonReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonFormat format;
    private final JsonParser parser;

    private JsonReader(JsonFormat format, JsonParser parser) {
        this.format = format;
        this.parser = parser;
    }

    static ObjectNode read(byte[] bytes, JsonFormat format) throws MalformedJsonException {
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

    private ObjectNode document() throws MalformedJsonException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new MalformedJsonException("not JSON, as it is empty");
        }
        if (first != JsonToken.START_OBJECT) {
            parser.skipChildren();
            throw new MalformedJsonException("not a JSON object");
        }
        ObjectNode root = object(NODES.objectNode(), format.shape());
        if (parser.nextToken() != null) {
            throw new MalformedJsonException(
                    "not JSON at " + position(parser.currentTokenLocation()) + ", after the end of the object");
        }
        return root;
    }

    /** Reads members into {@code object}; stands at its end afterwards. */
    private ObjectNode object(ObjectNode object, JsonShape shape) throws MalformedJsonException {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            requirePrintable(name, false, "a name");
            String meant = meant(name, shape);
            JsonShape inside = shape.member(meant);
            JsonNode before = object.get(meant);
            if (before != null && format.isUnique()) {
                throw refused("the name \"" + shown(name) + "\" occurs twice");
            }
            JsonToken token = parser.nextToken();
            object.set(
                    meant,
                    token == JsonToken.START_OBJECT ? object(target(before, shape), inside) : value(token, inside));
        }
        return object;
    }

    /**
     * Returns the object to read into: Go reads a struct that occurs twice into the same one, and a value of a map into
     * a new one.
     */
    private static ObjectNode target(@Nullable JsonNode before, JsonShape shape) {
        return before instanceof ObjectNode known && !shape.isMap() ? known : NODES.objectNode();
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

    private JsonNode value(JsonToken token, JsonShape shape) throws MalformedJsonException {
        return switch (token) {
            case START_OBJECT -> object(NODES.objectNode(), shape);
            case START_ARRAY -> array(shape);
            case VALUE_STRING -> text(shape);
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private ArrayNode array(JsonShape shape) throws MalformedJsonException {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(token, shape));
        }
        return array;
    }

    private JsonNode text(JsonShape shape) throws MalformedJsonException {
        String text = parser.getString();
        requirePrintable(text, shape.hasLines(), "a text");
        return NODES.stringNode(text);
    }

    private JsonNode integer() {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? NODES.numberNode(parser.getBigIntegerValue())
                : NODES.numberNode(parser.getLongValue());
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

package dev.nydusview.authz.docker;

import dev.nydusview.base.json.GoNames;
import java.nio.ByteBuffer;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * JSON of docker's clients, as Go's encoding/json reads it: names match in any case. Of what Go would merge or let win
 * by its order, such as a name that occurs twice, nothing is taken.
 */
final class GoJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private GoJson() {}

    /** @throws IllegalArgumentException if it is not one JSON object */
    static JsonNode object(ByteBuffer document) {
        byte[] bytes = new byte[document.remaining()];
        document.duplicate().get(bytes);
        if (bytes.length == 0) {
            throw new IllegalArgumentException(
                    "docker did not pass on the body, as it passes on only JSON of less than 1 MiB");
        }
        try {
            JsonNode read = MAPPER.readTree(bytes);
            if (read.isObject()) {
                return read;
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the body is malformed or ambiguous JSON", e);
        }
        throw new IllegalArgumentException("the body is not a JSON object");
    }

    /**
     * The member {@code name} of an object; missing if there is none, or no object.
     *
     * @throws IllegalArgumentException if two members have that name
     */
    static JsonNode member(JsonNode object, String name) {
        JsonNode found = MissingNode.getInstance();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (GoNames.isFor(name, member.getKey())) {
                if (!found.isMissingNode()) {
                    throw new IllegalArgumentException("the body has " + name + " twice");
                }
                found = member.getValue();
            }
        }
        return found;
    }

    /**
     * A text member; empty if there is none.
     *
     * @throws IllegalArgumentException if it is something else, or there twice
     */
    static String text(JsonNode object, String name) {
        JsonNode member = member(object, name);
        if (member.isMissingNode() || member.isNull()) {
            return "";
        }
        if (!member.isString()) {
            throw new IllegalArgumentException(name + " is not a string");
        }
        return member.stringValue();
    }
}

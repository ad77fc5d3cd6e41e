package dev.nydusview.base.json;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Documents of other programs as trees, within bounds, for readers that check each member themselves. Unlike
 * {@link JsonObject} it takes any value, and of members of the same name the last one.
 */
public final class ForeignJson {
    private final JsonMapper mapper;

    private ForeignJson(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** Makes a reader; the bound on bytes is one of each name and text, as documents are in memory already. */
    public static ForeignJson within(JsonLimits limits) {
        return new ForeignJson(JsonMapper.builder(limits.factory())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build());
    }

    /** Reads the only value of {@code document}, which is in UTF-8; a missing node if there is none. */
    public JsonNode read(byte[] document) throws JacksonException {
        return mapper.readTree(document);
    }

    /** Reads the only value of {@code document}; a missing node if there is none. */
    public JsonNode read(String document) throws JacksonException {
        return mapper.readTree(document);
    }

    /** Reads the first value of {@code output} and nothing behind it; a missing node if there is none. */
    public JsonNode first(byte[] output) throws JacksonException {
        try (MappingIterator<JsonNode> values = mapper.readerFor(JsonNode.class).readValues(output)) {
            return values.hasNextValue() ? values.nextValue() : MissingNode.getInstance();
        }
    }
}

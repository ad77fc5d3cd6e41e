package dev.nydusview.plugin.service;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as plugins send it: bounded in every direction, and never remembered after it was read. */
final class Json {
    private static final int MAX_DEPTH = 200;
    private static final int MAX_NUMBER = 400;
    private static final int MAX_NAME = 64 << 10;

    private final JsonMapper mapper;

    Json(ChannelLimits limits) {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER)
                .maxNameLength(MAX_NAME)
                .maxStringLength(limits.message())
                .maxTokenCount(limits.tokens())
                .build();
        this.mapper = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(constraints)
                        .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** Reads a document; bytes that are not UTF-8 become U+FFFD, as in Go, as names in images need not be text. */
    JsonNode read(byte[] document) throws JacksonException {
        return mapper.readTree(new String(document, StandardCharsets.UTF_8));
    }

    /** Writes a document on one line, without a line feed. */
    byte[] write(Object document) throws JacksonException {
        // By way of a string: half a surrogate pair, which a writer of UTF-8 refuses, becomes a question mark.
        return mapper.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
    }
}

package dev.nydusview.plugin.service;

import dev.nydusview.base.json.Documents;
import dev.nydusview.base.json.ForeignJson;
import dev.nydusview.base.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** JSON as plugins send it: bounded in every direction, and never remembered after it was read. */
final class Json {
    private static final int MAX_DEPTH = 200;
    private static final int MAX_NUMBER = 400;

    private final ForeignJson reader;

    Json(ChannelLimits limits) {
        this.reader = ForeignJson.within(
                new JsonLimits(limits.message(), MAX_DEPTH, Math.toIntExact(limits.tokens()), MAX_NUMBER));
    }

    /** Reads a document; bytes that are not UTF-8 become U+FFFD, as in Go, as names in images need not be text. */
    JsonNode read(byte[] document) throws JacksonException {
        return reader.read(new String(document, StandardCharsets.UTF_8));
    }

    /** Writes a document on one line, without a line feed. */
    byte[] write(Object document) throws JacksonException {
        return Documents.message(document);
    }
}

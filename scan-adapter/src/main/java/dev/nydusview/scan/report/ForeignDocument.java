package dev.nydusview.scan.report;

import dev.nydusview.base.json.ForeignJson;
import dev.nydusview.base.json.JsonLimits;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** JSON documents of scanners and images, of any size that is in memory already. */
final class ForeignDocument {
    private static final int MAX_DEPTH = 500;
    private static final int MAX_NUMBER = 1000;
    private static final ForeignJson JSON =
            ForeignJson.within(new JsonLimits(Integer.MAX_VALUE, MAX_DEPTH, Integer.MAX_VALUE, MAX_NUMBER));

    private ForeignDocument() {}

    /** Reads {@code document}; a missing node if it is empty. */
    static JsonNode read(byte[] document) throws IOException {
        try {
            return JSON.read(document);
        } catch (JacksonException e) {
            throw new IOException(e.getOriginalMessage(), e);
        }
    }
}

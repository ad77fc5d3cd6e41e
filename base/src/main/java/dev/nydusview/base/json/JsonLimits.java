package dev.nydusview.base.json;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Bounds of a document.
 *
 * @param bytes in all
 * @param depth of objects and arrays in each other
 * @param tokens names, values and brackets; each costs far more memory than its bytes
 * @param numberLength characters of one number
 */
public record JsonLimits(int bytes, int depth, int tokens, int numberLength) {
    private static final int DEPTH = 64;
    private static final int TOKENS = 500_000;
    private static final int NUMBER_LENGTH = 64;
    /** The shortest token and what separates it from the next one. */
    private static final int BYTES_OF_TOKEN = 2;

    /** Returns a factory of parsers with these bounds, which keep nothing of a document after it was read. */
    JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depth)
                        .maxTokenCount(tokens)
                        .maxNumberLength(numberLength)
                        .maxNameLength(Math.max(1, bytes))
                        .maxStringLength(Math.max(1, bytes))
                        .build())
                .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                .build();
    }

    /** Limits for a document of at most {@code bytes}; all others are larger than honest documents need. */
    public static JsonLimits of(int bytes) {
        return new JsonLimits(bytes, DEPTH, Math.min(TOKENS, Math.max(16, bytes / BYTES_OF_TOKEN)), NUMBER_LENGTH);
    }
}

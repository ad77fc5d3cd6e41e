package dev.nydusview.plugin.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A reply, with its members in the order of Go's and without those that Go leaves out.
 *
 * @param ok true or absent
 * @param reply of a call an array, if an empty one: clients in Go take its absence for an error and stop logging
 */
@JsonPropertyOrder({"sequence", "services", "ok", "reply", "error"})
@JsonInclude(JsonInclude.Include.NON_NULL)
record Response(
        BigInteger sequence,
        @Nullable List<String> services,
        @Nullable Boolean ok,
        @Nullable JsonNode reply,
        @Nullable String error) {
    static Response services(BigInteger sequence, List<String> names) {
        return new Response(sequence, names.isEmpty() ? null : names, null, null, null);
    }

    static Response ok(BigInteger sequence, boolean ok) {
        return new Response(sequence, null, ok ? true : null, null, null);
    }

    static Response reply(BigInteger sequence, JsonNode reply) {
        return new Response(sequence, null, null, reply, null);
    }

    static Response error(BigInteger sequence, String message) {
        return new Response(sequence, null, null, null, message);
    }

    /** Followed by a line feed. */
    byte[] bytes(Json json) {
        byte[] document = json.write(this);
        byte[] line = java.util.Arrays.copyOf(document, document.length + 1);
        line[document.length] = '\n';
        return line;
    }
}

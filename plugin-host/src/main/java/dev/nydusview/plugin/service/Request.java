package dev.nydusview.plugin.service;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;

/**
 * A request: {@code {sequence, type, namespace, name, args}}. Missing members are empty, as in Go.
 *
 * @param sequence at most 64 bits without sign
 * @param size in bytes
 * @param unfit why there can be no answer but an error; null if it is as it should be
 */
record Request(
        BigInteger sequence,
        String type,
        String namespace,
        String name,
        JsonNode args,
        int size,
        @Nullable String unfit) {
    private static final int SEQUENCE_BITS = 64;

    static Request parse(byte[] bytes, Json json) throws ProtocolViolationException {
        try {
            return of(json.read(bytes), bytes.length);
        } catch (StreamConstraintsException e) {
            throw new ProtocolViolationException(
                    ProtocolViolation.Kind.TOO_LARGE, "sent a request that cannot be read: " + e.getOriginalMessage());
        } catch (JacksonException e) {
            throw new ProtocolViolationException(
                    ProtocolViolation.Kind.NOT_JSON, "sent something that is not JSON: " + e.getOriginalMessage());
        }
    }

    private static Request of(JsonNode document, int size) throws ProtocolViolationException {
        String unfit = null;
        for (String member : new String[] {"type", "namespace", "name"}) {
            JsonNode value = document.path(member);
            if (!value.isString() && !absent(value)) {
                unfit = member + " is not a string";
            }
        }
        JsonNode args = document.path("args");
        if (!args.isArray() && !absent(args)) {
            unfit = "args is not an array";
        }
        return new Request(
                sequence(document.path("sequence")),
                document.path("type").stringValue(""),
                document.path("namespace").stringValue(""),
                document.path("name").stringValue(""),
                args,
                size,
                unfit);
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    /** Reads the sequence number, without which the plugin could not tell what a reply belongs to. */
    private static BigInteger sequence(JsonNode value) throws ProtocolViolationException {
        if (absent(value)) {
            return BigInteger.ZERO;
        }
        if (value.isIntegralNumber()
                && value.bigIntegerValue().signum() >= 0
                && value.bigIntegerValue().bitLength() <= SEQUENCE_BITS) {
            return value.bigIntegerValue();
        }
        throw new ProtocolViolationException(
                ProtocolViolation.Kind.NOT_A_REQUEST,
                "sent a request whose sequence is not an unsigned number of 64 bits");
    }
}

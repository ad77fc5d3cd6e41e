package dev.nydusview.authz.docker;

import dev.nydusview.base.json.JsonFormat;
import dev.nydusview.base.json.JsonLimits;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.JsonShape;
import dev.nydusview.base.json.MalformedJsonException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * JSON of docker's clients, as Go's encoding/json reads it: names match in any case. Documents that Go would merge, or
 * of which its order decides, as of a name that occurs twice, are refused.
 */
final class GoJson {
    /** Upper bound of a body, in bytes; docker passes on less. */
    private static final int MAX_SIZE = 8 << 20;

    private final JsonFormat format;

    /** @param shape names that docker knows */
    GoJson(JsonShape shape) {
        this.format = JsonFormat.unambiguous(JsonLimits.of(MAX_SIZE), shape);
    }

    /** Takes a value out of an object, which may be malformed. */
    interface Reading<V> {
        V read(JsonObject object) throws MalformedJsonException;
    }

    /**
     * Reads the single object in {@code document}.
     *
     * @throws IllegalArgumentException if it is not one object, or not what {@code reading} expects
     */
    <V> V read(ByteBuffer document, Reading<V> reading) {
        byte[] bytes = new byte[document.remaining()];
        document.duplicate().get(bytes);
        if (bytes.length == 0) {
            throw new IllegalArgumentException(
                    "docker did not pass on the body, as it passes on only JSON of less than 1 MiB");
        }
        try {
            return reading.read(JsonObject.parse(bytes, format));
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException("the body is malformed or ambiguous JSON: " + e.getMessage(), e);
        }
    }

    /** Returns a text member; empty if it is absent, or {@code object} is. */
    static String text(@Nullable JsonObject object, String name) throws MalformedJsonException {
        String text = object == null ? null : object.string(name);
        return text == null ? "" : text;
    }
}

package dev.nydusview.authz.docker;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A request that a client has made of docker.
 *
 * <p>Go's server takes parameters from a body whose first Content-Type is that of a form, and prefers them to those in
 * the URL. Docker passes on only bodies of JSON, and only the last of several headers with one name; so a type that is
 * passed on does not tell the first one, and a length is certain only if it is 0. The length of a chunked body is not
 * passed on.
 *
 * @param uri target of its first line, as the client wrote it
 * @param headers headers that docker passes on, one value each
 * @param body empty if docker did not pass it on
 */
public record ApiRequest(String method, String uri, Map<String, String> headers, ByteBuffer body) {
    private static final String TYPE = "Content-Type";
    private static final String LENGTH = "Content-Length";
    private static final String ENCODING = "Transfer-Encoding";

    /**
     * Tests whether docker may read parameters from a body that it does not pass on. A body without a type is not taken
     * for a form.
     */
    boolean mayHaveForm() {
        return hasForm() || (!isAbsent(TYPE) && mayHaveBody());
    }

    /** Tests whether a type that docker passed on is that of a form. */
    boolean hasForm() {
        return values(TYPE)
                .map(type -> type.toLowerCase(Locale.ROOT))
                .anyMatch(type ->
                        type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/form-data"));
    }

    private boolean mayHaveBody() {
        return body.hasRemaining() || !is(LENGTH, "0") || !isAbsent(ENCODING);
    }

    /**
     * Refuses a request that may have a body, where docker's clients send none.
     *
     * @throws IllegalArgumentException if there may be one
     */
    void requireNoBody() {
        boolean isSilent = isAbsent(TYPE) && isAbsent(LENGTH) && isAbsent(ENCODING) && !body.hasRemaining();
        if (!isSilent && (mayHaveBody() || hasForm())) {
            throw new IllegalArgumentException(
                    "it may have a body that docker did not pass on, with parameters in a form");
        }
    }

    /**
     * Requires a body of JSON that docker has passed on, which it does if the first type is JSON's.
     *
     * @throws IllegalArgumentException if the body may be another
     */
    void requireJson() {
        if (!is(TYPE, "application/json") || !body.hasRemaining()) {
            throw new IllegalArgumentException(
                    "its body is not application/json that docker passed on, and may be a form");
        }
    }

    private boolean isAbsent(String name) {
        return values(name).findAny().isEmpty();
    }

    private boolean is(String name, String value) {
        return values(name).toList().equals(List.of(value));
    }

    private Stream<String> values(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().strip().equalsIgnoreCase(name))
                .map(header -> header.getValue().strip());
    }
}

package dev.nydusview.authz.docker;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A request that a client has made of docker.
 *
 * <p>Go's server takes parameters from a body whose first Content-Type is that of a form, and prefers them to those of the
 * address. Docker passes on no body but of JSON, and of several headers with one name the last; so a type that is passed
 * on says nothing about the first, and a length says something only if it is 0. Of a body in chunks no length is passed
 * on.
 *
 * @param uri the target of its first line, whatever the client wrote there
 * @param headers as docker passes them on, one value each
 * @param body empty if docker did not pass it on
 */
public record ApiRequest(String method, String uri, Map<String, String> headers, ByteBuffer body) {
    private static final String TYPE = "Content-Type";
    private static final String LENGTH = "Content-Length";
    private static final String ENCODING = "Transfer-Encoding";

    /** True if docker may read parameters from a body that it does not pass on. Without a type none is taken for a form. */
    boolean mayHaveForm() {
        return hasForm() || (!isAbsent(TYPE) && mayHaveBody());
    }

    /** True if a type says so that docker passed on. */
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
     * Refuses a request unless its body is one of JSON that docker has passed on, which it does if the first type says so.
     *
     * @throws IllegalArgumentException if it may be another
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

package dev.nydusview.authz.docker;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;

/**
 * A request that a client has made of docker.
 *
 * @param uri the target of its first line, whatever the client wrote there
 * @param headers as docker passes them on, one value each
 * @param body empty if docker did not pass it on
 */
public record ApiRequest(String method, String uri, Map<String, String> headers, ByteBuffer body) {
    /** Whether docker reads parameters from a body that it does not pass on, and prefers them to those of the query. */
    boolean hasForm() {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Content-Type"))
                .map(header -> header.getValue().strip().toLowerCase(Locale.ROOT))
                .anyMatch(type ->
                        type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/form-data"));
    }
}

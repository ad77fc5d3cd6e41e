package dev.nydusview.http;

import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A final response with its whole body. Immutable, except for the bytes of the body. */
public final class HttpResponse {
    /** Names of RFC 9110 section 15. A response of another status has none, as is allowed. */
    private static final Map<Integer, String> REASONS = Map.of(
            200, "OK",
            400, "Bad Request",
            404, "Not Found",
            405, "Method Not Allowed",
            409, "Conflict",
            413, "Content Too Large",
            417, "Expectation Failed",
            431, "Request Header Fields Too Large",
            500, "Internal Server Error",
            503, "Service Unavailable");

    private final int status;
    private final Headers headers;
    private final byte[] body;

    HttpResponse(int status, Headers headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** @throws IllegalArgumentException if responses of that status have no body, or others follow them */
    public HttpResponse(int status, String mediaType, byte[] body) {
        this(requireBody(status), Headers.NONE.with("Content-Type", mediaType), body);
    }

    private static int requireBody(int status) {
        if (status < 200 || status > 599 || status == 204 || status == 304) {
            throw new IllegalArgumentException(status + " is not the status of a final response with a body");
        }
        return status;
    }

    /** The same with one more header field, of one line. Those about length and connection are the server's. */
    public HttpResponse with(String name, String value) {
        return new HttpResponse(status, headers.with(name, value), body);
    }

    public int status() {
        return status;
    }

    /** Returns the value of a header field; a list if several fields have the name; null if none has. */
    public @Nullable String header(String name) {
        return headers.value(name);
    }

    /** The body, not copied. */
    public byte[] body() {
        return body;
    }

    /**
     * Encodes it as a server does.
     *
     * @param method of the request; the response to {@code HEAD} has only the length of the body
     * @param last whether the server closes the connection afterwards
     */
    ByteBuffer encode(String method, boolean last) {
        Headers framed = headers.with("Content-Length", Integer.toString(body.length));
        return MessageWriter.encode(
                MessageWriter.HTTP_1_1 + " " + status + " " + REASONS.getOrDefault(status, ""),
                last ? framed.with("Connection", "close") : framed,
                method.equals("HEAD") ? new byte[0] : body);
    }
}

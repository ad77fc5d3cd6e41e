package dev.nydusview.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A request with its whole body. Immutable, except for the bytes of the body. */
public final class HttpRequest {
    private final String method;
    private final String target;
    private final Headers headers;
    private final byte[] body;

    HttpRequest(String method, String target, Headers headers, byte[] body) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.body = body;
    }

    /** A request for {@code target} without a body. */
    public static HttpRequest get(String target) {
        return new HttpRequest("GET", target, Headers.NONE, new byte[0]);
    }

    /** A request that posts {@code body} to {@code target}. */
    public static HttpRequest post(String target, String mediaType, byte[] body) {
        return new HttpRequest("POST", target, Headers.NONE.with("Content-Type", mediaType), body);
    }

    public String method() {
        return method;
    }

    /** The target as it was sent: of most requests a path and a query. */
    public String target() {
        return target;
    }

    /** Returns the value of a header field; a list if several fields have the name; null if none has. */
    public @Nullable String header(String name) {
        return headers.value(name);
    }

    /** The body, not copied; empty if it was not wanted. */
    public byte[] body() {
        return body;
    }

    /** Encodes it as a client does. Nobody serves several hosts on a UNIX socket. */
    ByteBuffer encode() {
        Headers framed = headers.with("Host", "localhost").with("Content-Length", Integer.toString(body.length));
        return MessageWriter.encode(method + " " + target + " " + MessageWriter.HTTP_1_1, framed, body);
    }
}

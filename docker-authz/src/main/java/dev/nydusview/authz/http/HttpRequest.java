package dev.nydusview.authz.http;

/** A request with its whole body. */
public final class HttpRequest {
    private final String method;
    private final String path;
    private final byte[] body;

    HttpRequest(String method, String path, byte[] body) {
        this.method = method;
        this.path = path;
        this.body = body;
    }

    public String method() {
        return method;
    }

    /** The target as it was sent. */
    public String path() {
        return path;
    }

    /** Not copied; empty if it was not wanted. */
    public byte[] body() {
        return body;
    }
}

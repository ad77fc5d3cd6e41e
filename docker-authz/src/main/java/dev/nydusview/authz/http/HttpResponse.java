package dev.nydusview.authz.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A status and a body of one media type. */
public final class HttpResponse {
    private final int status;
    private final String mediaType;
    private final byte[] body;

    public HttpResponse(int status, String mediaType, byte[] body) {
        this.status = status;
        this.mediaType = mediaType;
        this.body = body;
    }

    /** As it goes over the wire, RFC 9112. */
    ByteBuffer encode(boolean close) {
        String head = "HTTP/1.1 " + status + " " + reason() + "\r\nContent-Type: " + mediaType + "\r\nContent-Length: "
                + body.length + "\r\n" + (status == 405 ? "Allow: POST\r\n" : "")
                + (close ? "Connection: close\r\n" : "") + "\r\n";
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(start.length + body.length)
                .put(start)
                .put(body)
                .flip();
    }

    private String reason() {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Content Too Large";
            case 417 -> "Expectation Failed";
            case 431 -> "Request Header Fields Too Large";
            default -> "Internal Server Error";
        };
    }
}

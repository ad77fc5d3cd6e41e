package dev.nydusview.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes messages (RFC 9112 section 2.1). */
final class MessageWriter {
    static final String HTTP_1_1 = "HTTP/1.1";

    private MessageWriter() {}

    /** @throws IllegalArgumentException if the start line or a field is not one line of ASCII */
    static ByteBuffer encode(String startLine, Headers headers, byte[] body) {
        StringBuilder head = new StringBuilder();
        append(head, startLine);
        headers.fields().forEach(field -> append(head, field.name() + ": " + field.value()));
        append(head, "");
        byte[] start = head.toString().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(start.length + body.length)
                .put(start)
                .put(body)
                .flip();
    }

    /** A line that ends within a value would begin another field. */
    private static void append(StringBuilder head, String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if ((c < ' ' && c != '\t') || c > '~') {
                throw new IllegalArgumentException("not one line of printable ASCII: " + line);
            }
        }
        head.append(line).append("\r\n");
    }
}

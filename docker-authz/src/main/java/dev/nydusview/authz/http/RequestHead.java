package dev.nydusview.authz.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Request line and headers.
 *
 * @param version {@code HTTP/1.0} or {@code HTTP/1.1}
 * @param headers by name in lower case
 */
record RequestHead(String method, String path, String version, Map<String, List<String>> headers) {
    /** Number of bytes that stands for a body in chunks. */
    static final long CHUNKED = -1;

    /** Bytes of the body, or {@link #CHUNKED}. */
    long bodyLength() throws HttpException {
        List<String> encodings = headers.getOrDefault("transfer-encoding", List.of());
        List<String> lengths = headers.getOrDefault("content-length", List.of());
        if (encodings.isEmpty()) {
            return lengths.isEmpty() ? 0 : length(lengths);
        }
        // With both, two readers could disagree about where the next request begins.
        if (!lengths.isEmpty() || encodings.size() != 1 || !encodings.get(0).equalsIgnoreCase("chunked")) {
            throw new HttpException(
                    400, "Transfer-Encoding is not just \"chunked\", or Content-Length is there as well");
        }
        return CHUNKED;
    }

    private static long length(List<String> lengths) throws HttpException {
        String length = lengths.get(0);
        if (lengths.size() != 1 || !length.matches("[0-9]{1,18}")) {
            throw new HttpException(400, "Content-Length is not one number");
        }
        return Long.parseLong(length);
    }

    /** Whether the client waits to be told that its body is wanted. */
    boolean expectsContinue() throws HttpException {
        List<String> expected = headers.getOrDefault("expect", List.of());
        if (!expected.isEmpty() && !expected.get(0).equalsIgnoreCase("100-continue")) {
            throw new HttpException(417, "the expectation is not 100-continue");
        }
        return !expected.isEmpty();
    }

    boolean isLast() {
        return version.equals("HTTP/1.0")
                || headers.getOrDefault("connection", List.of()).stream()
                        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("close"));
    }
}

package dev.nydusview.http;

import java.util.List;

/**
 * Request line and header fields.
 *
 * @param version {@code HTTP/1.0} or {@code HTTP/1.1}
 */
record RequestHead(String method, String target, String version, Headers headers) {
    long bodyLength() throws HttpException {
        long length = headers.bodyLength();
        if (length == Headers.CHUNKED && !version.equals(MessageWriter.HTTP_1_1)) {
            throw new HttpException(400, "chunks need HTTP/1.1");
        }
        return length;
    }

    /** Tests whether the client waits to be told that its body is wanted. */
    boolean expectsContinue() throws HttpException {
        List<String> expected = headers.all("Expect");
        if (expected.stream().anyMatch(value -> !value.equalsIgnoreCase("100-continue"))) {
            throw new HttpException(417, "the expectation is not 100-continue");
        }
        return !expected.isEmpty();
    }

    /** Tests whether the connection ends after the response. */
    boolean isLast() {
        return version.equals("HTTP/1.0") || headers.hasWord("Connection", "close");
    }
}

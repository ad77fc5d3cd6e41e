package dev.nydusview.authz.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads request lines and headers as RFC 9112 has them, without what it lets a server be lenient about. */
final class HeadReader {
    private static final int MAX_HEAD = 64 << 10;
    private static final int MAX_HEADERS = 100;
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final ByteInput in;
    private int left = MAX_HEAD;

    HeadReader(ByteInput in) {
        this.in = in;
    }

    RequestHead read() throws IOException {
        String[] parts = line().split(" ", -1);
        if (parts.length != 3
                || !TOKEN.matcher(parts[0]).matches()
                || parts[1].isEmpty()
                || !parts[2].matches("HTTP/1\\.[01]")) {
            throw new HttpException(400, "the first line is not METHOD TARGET HTTP/1.1");
        }
        RequestHead head = new RequestHead(parts[0], parts[1], parts[2], headers());
        int hosts = head.headers().getOrDefault("host", List.of()).size();
        if (hosts > 1 || (hosts == 0 && parts[2].equals("HTTP/1.1"))) {
            throw new HttpException(400, "expected exactly one Host header");
        }
        return head;
    }

    /** Lines up to an empty one; those after the last chunk of a body have the same form. */
    Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        int count = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1 || !TOKEN.matcher(line.substring(0, colon)).matches()) {
                throw new HttpException(400, "a header is not NAME: VALUE");
            }
            if (++count > MAX_HEADERS) {
                throw new HttpException(431, "there are more than " + MAX_HEADERS + " headers");
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private String line() throws IOException {
        String line = in.line(left);
        left -= line.length();
        return line;
    }
}

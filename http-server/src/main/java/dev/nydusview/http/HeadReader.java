package dev.nydusview.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads start lines and header fields by RFC 9112, without the deviations that it lets readers tolerate. */
final class HeadReader {
    /** Regular expression of one character of a token (RFC 9110 section 5.6.2). */
    static final String TOKEN_CHARACTER = "[!#$%&'*+.^_`|~0-9A-Za-z-]";

    private static final int MAX_HEAD = 64 << 10;
    private static final int MAX_HEADERS = 100;
    private static final Pattern TOKEN = Pattern.compile(TOKEN_CHARACTER + "+");

    /** A name or an address with a port, or nothing: Go's client sends none for some sockets. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:%\\[\\]-]*");

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 ([2-5][0-9]{2}) .*");

    private final ByteInput in;
    private int left = MAX_HEAD;

    HeadReader(ByteInput in) {
        this.in = in;
    }

    RequestHead request() throws IOException {
        String[] parts = line().split(" ", -1);
        if (parts.length != 3
                || !TOKEN.matcher(parts[0]).matches()
                || parts[1].isEmpty()
                || !isVisible(parts[1])
                || !(parts[2].equals(MessageWriter.HTTP_1_1) || parts[2].equals("HTTP/1.0"))) {
            throw new HttpException(400, "the first line is not METHOD TARGET HTTP/1.1");
        }
        RequestHead head = new RequestHead(parts[0], parts[1], parts[2], headers());
        List<String> hosts = head.headers().all("Host");
        if (hosts.size() > 1 || (hosts.isEmpty() && parts[2].equals(MessageWriter.HTTP_1_1))) {
            throw new HttpException(400, "expected exactly one Host header");
        }
        if (!hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
            throw new HttpException(400, "Host is not a name or an address");
        }
        return head;
    }

    private static boolean isVisible(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    ResponseHead response() throws IOException {
        Matcher status = STATUS_LINE.matcher(line());
        if (!status.matches()) {
            throw new HttpException(400, "the first line is not HTTP/1.1 STATUS REASON");
        }
        return new ResponseHead(Integer.parseInt(status.group(1)), headers());
    }

    /** Reads lines up to an empty one. Trailer fields after the last chunk of a body have the same form. */
    Headers headers() throws IOException {
        List<Headers.Field> fields = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1 || !TOKEN.matcher(line.substring(0, colon)).matches()) {
                throw new HttpException(400, "a header is not NAME: VALUE");
            }
            if (fields.size() == MAX_HEADERS) {
                throw new HttpException(431, "there are more than " + MAX_HEADERS + " headers");
            }
            fields.add(new Headers.Field(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new Headers(fields);
    }

    private String line() throws IOException {
        String line = in.line(left);
        left -= line.length();
        return line;
    }
}

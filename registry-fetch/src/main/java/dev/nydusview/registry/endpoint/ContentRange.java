package dev.nydusview.registry.endpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a blob that a 206 answer holds (RFC 9110 section 14.4).
 *
 * @param first position of the first byte
 * @param last position of the last byte
 * @param total bytes of the blob; -1 if the server does not say
 */
record ContentRange(long first, long last, long total) {
    private static final Pattern HEADER = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    static @Nullable ContentRange parse(@Nullable String header) {
        Matcher matcher = HEADER.matcher(header == null ? "" : header.strip());
        if (!matcher.matches()) {
            return null;
        }
        String total = matcher.group(3);
        return new ContentRange(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                total.equals("*") ? -1 : Long.parseLong(total));
    }

    /** Tests for a part that begins at {@code offset} and has between one and {@code length} bytes. */
    boolean isWithin(long offset, int length) {
        return first == offset && last >= first && last - first < length;
    }
}

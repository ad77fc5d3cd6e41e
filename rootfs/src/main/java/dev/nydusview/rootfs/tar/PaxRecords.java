package dev.nydusview.rootfs.tar;

import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.RawName;
import dev.nydusview.rafs.Xattr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The extended header of POSIX pax: records {@code LENGTH KEY=VALUE\n}, values of any bytes. */
final class PaxRecords {
    private static final String XATTR = "SCHILY.xattr.";
    private static final int MAX_DIGITS = 18;

    /** By key, byte for byte as characters. */
    private final Map<String, byte[]> values;

    private PaxRecords(Map<String, byte[]> values) {
        this.values = values;
    }

    static PaxRecords none() {
        return new PaxRecords(Map.of());
    }

    static PaxRecords parse(byte[] header) throws RafsFormatException {
        Map<String, byte[]> values = new LinkedHashMap<>();
        for (int at = 0; at < header.length; ) {
            int blank = indexOf(header, ' ', at, Math.min(header.length, at + MAX_DIGITS));
            long length = number(Arrays.copyOfRange(header, at, blank));
            int end = (int) Math.min(at + length, header.length + 1L);
            if (end <= blank + 1 || end > header.length || header[end - 1] != '\n') {
                throw corrupt("a record of a wrong length");
            }
            int equals = indexOf(header, '=', blank + 1, end);
            String key = new String(header, blank + 1, equals - blank - 1, StandardCharsets.ISO_8859_1);
            values.put(key, Arrays.copyOfRange(header, equals + 1, end - 1));
            at = end;
        }
        return new PaxRecords(values);
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int end) throws RafsFormatException {
        for (int i = from; i < end; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        throw corrupt("a record that is none");
    }

    private static RafsFormatException corrupt(String fault) {
        return new RafsFormatException("an extended tar header has " + fault);
    }

    /** Whether the content is a map of a sparse file and its data. */
    boolean isSparse() {
        return values.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."));
    }

    /** Null if there is none: an empty value takes back what an earlier one said. */
    private byte @Nullable [] value(String key) {
        byte[] value = values.get(key);
        return value == null || value.length == 0 ? null : value;
    }

    /** A path without NUL; {@code otherwise} if there is none. */
    byte[] path(String key, byte[] otherwise) throws RafsFormatException {
        byte[] value = value(key);
        if (value == null) {
            return otherwise;
        }
        for (byte b : value) {
            if (b == 0) {
                throw corrupt("a NUL in a " + key);
            }
        }
        return value;
    }

    /** A number, not negative; {@code otherwise} if there is none. */
    long number(String key, long otherwise) throws RafsFormatException {
        byte[] value = value(key);
        return value == null ? otherwise : number(value);
    }

    private static long number(byte[] digits) throws RafsFormatException {
        long value = 0;
        for (byte digit : digits) {
            if (digit < '0' || digit > '9' || digits.length > MAX_DIGITS) {
                throw corrupt("a number that is none");
            }
            value = value * 10 + digit - '0';
        }
        if (digits.length == 0) {
            throw corrupt("a number that is none");
        }
        return value;
    }

    /** Seconds and nanoseconds since 1970; null if there is none. */
    @Nullable
    PaxTime time(String key) throws RafsFormatException {
        byte[] value = value(key);
        if (value == null) {
            return null;
        }
        PaxTime time = PaxTime.parse(new String(value, StandardCharsets.ISO_8859_1));
        if (time == null) {
            throw corrupt("a time that is none");
        }
        return time;
    }

    List<Xattr> xattrs() throws RafsFormatException {
        List<Xattr> xattrs = new ArrayList<>();
        for (Map.Entry<String, byte[]> record : values.entrySet()) {
            if (record.getKey().startsWith(XATTR)) {
                String name = record.getKey().substring(XATTR.length());
                if (name.isEmpty() || name.indexOf('\0') >= 0) {
                    throw corrupt("an extended attribute without a name");
                }
                xattrs.add(new Xattr(RawName.of(name.getBytes(StandardCharsets.ISO_8859_1)), record.getValue()));
            }
        }
        return xattrs;
    }
}

package dev.nydusview.rootfs.tar;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The extended header of pax (POSIX.1-2017, pax, "pax Extended Header"): records {@code LENGTH KEY=VALUE\n}. Values are
 * any bytes, in no particular encoding, as GNU tar writes them.
 */
final class PaxRecords {
    static final String PATH = "path";
    static final String LINK_PATH = "linkpath";
    static final String SIZE = "size";
    static final String UID = "uid";
    static final String GID = "gid";
    static final String MTIME = "mtime";

    /** Prefix of keys for extended attributes, with GNU tar, star and Go. */
    private static final String XATTR = "SCHILY.xattr.";

    private static final String SPARSE = "GNU.sparse.";
    private static final int MAX_DIGITS = 18;

    /** Values by key, whose bytes are stored as characters. */
    private final Map<String, byte[]> values = new LinkedHashMap<>();

    static PaxRecords parse(byte[] header) throws CorruptDataException {
        PaxRecords records = new PaxRecords();
        for (int at = 0; at < header.length; ) {
            int blank = indexOf(header, ' ', at, Math.min(header.length, at + MAX_DIGITS));
            long length = number(Arrays.copyOfRange(header, at, blank));
            int end = (int) Math.min(at + length, header.length + 1L);
            if (end <= blank + 1 || end > header.length || header[end - 1] != '\n') {
                throw corrupt("a record with a wrong length");
            }
            int equals = indexOf(header, '=', blank + 1, end);
            String key = new String(header, blank + 1, equals - blank - 1, StandardCharsets.ISO_8859_1);
            records.values.put(key, Arrays.copyOfRange(header, equals + 1, end - 1));
            at = end;
        }
        return records;
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int end) throws CorruptDataException {
        for (int i = from; i < end; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        throw corrupt("something that is not a record");
    }

    private static CorruptDataException corrupt(String fault) {
        return new CorruptDataException("an extended tar header has " + fault);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Tests whether the content is a map of a sparse file and its data. */
    boolean isSparse() {
        return values.keySet().stream().anyMatch(key -> key.startsWith(SPARSE));
    }

    /** Returns a value; null if it is absent, as after an empty value, which removes an earlier one. */
    private byte @Nullable [] value(String key) {
        byte[] value = values.get(key);
        return value == null || value.length == 0 ? null : value;
    }

    /** Returns a path without NUL; {@code otherwise} if it is absent. */
    byte[] path(String key, byte[] otherwise) throws CorruptDataException {
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

    /** Returns a number, not negative; {@code otherwise} if it is absent. */
    long number(String key, long otherwise) throws CorruptDataException {
        byte[] value = value(key);
        return value == null ? otherwise : number(value);
    }

    private static long number(byte[] digits) throws CorruptDataException {
        long value = 0;
        for (byte digit : digits) {
            if (digit < '0' || digit > '9' || digits.length > MAX_DIGITS) {
                throw corrupt("a malformed number");
            }
            value = value * 10 + digit - '0';
        }
        if (digits.length == 0) {
            throw corrupt("a malformed number");
        }
        return value;
    }

    /** Returns a time; null if it is absent. */
    @Nullable
    PaxTime time(String key) throws CorruptDataException {
        byte[] value = value(key);
        if (value == null) {
            return null;
        }
        PaxTime time = PaxTime.parse(new String(value, StandardCharsets.ISO_8859_1));
        if (time == null) {
            throw corrupt("a malformed time");
        }
        return time;
    }

    /** Returns extended attributes. Their names are taken as they stand, as docker and containerd take them. */
    List<Xattr> xattrs() throws CorruptDataException {
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

    void put(String key, byte[] value) {
        values.put(key, value);
    }

    void put(String key, String value) {
        put(key, value.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Adds an extended attribute. Characters of its name that mean something in a record are escaped as GNU tar does.
     */
    void put(Xattr xattr) {
        String name = new String(xattr.name().bytes(), StandardCharsets.ISO_8859_1);
        put(XATTR + name.replace("%", "%25").replace("=", "%3D"), xattr.value());
    }

    /** Returns the records in the form that {@link #parse} reads. */
    byte[] toBytes() {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        values.forEach((key, value) -> {
            byte[] name = key.getBytes(StandardCharsets.ISO_8859_1);
            int length = length(name.length + value.length + 3);
            header.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
            header.writeBytes(name);
            header.write('=');
            header.writeBytes(value);
            header.write('\n');
        });
        return header.toByteArray();
    }

    /** Returns the length of a record with {@code others} bytes besides the digits of the length, which count too. */
    private static int length(int others) {
        int length = others + Integer.toString(others).length();
        boolean longer =
                Integer.toString(length).length() > Integer.toString(others).length();
        return longer ? length + 1 : length;
    }
}

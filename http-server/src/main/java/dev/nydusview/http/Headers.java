package dev.nydusview.http;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Header fields of a message, and the length of the body that they state (RFC 9112 section 6). Immutable. */
final class Headers {
    static final Headers NONE = new Headers(List.of());

    /** Length of a body that comes in chunks. */
    static final long CHUNKED = -1;

    private static final int MAX_DIGITS = 18;

    private final List<Field> fields;

    /** A header line. Names are compared without regard to case. */
    record Field(String name, String value) {}

    /** @param fields in the order of the message */
    Headers(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    List<Field> fields() {
        return fields;
    }

    /** The same with one more field. */
    Headers with(String name, String value) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, value));
        return new Headers(more);
    }

    /** Returns all values of the fields called {@code name}. */
    List<String> all(String name) {
        List<String> values = new ArrayList<>(1);
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                values.add(field.value());
            }
        }
        return values;
    }

    /**
     * Returns the value of a field; a list if several fields have the name (RFC 9110 section 5.3); null if none has.
     */
    @Nullable
    String value(String name) {
        List<String> found = all(name);
        return found.isEmpty() ? null : String.join(", ", found);
    }

    /** Tests whether a field that lists words has {@code word}, in any case. */
    boolean hasWord(String name, String word) {
        return all(name).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .anyMatch(listed -> listed.strip().equalsIgnoreCase(word));
    }

    /**
     * Bytes of the body, or {@link #CHUNKED}.
     *
     * @throws HttpException if two readers could disagree about where the next message begins
     */
    long bodyLength() throws HttpException {
        List<String> encodings = all("Transfer-Encoding");
        List<String> lengths = all("Content-Length");
        if (encodings.isEmpty()) {
            return lengths.isEmpty() ? 0 : length(lengths);
        }
        boolean isChunked = encodings.size() == 1 && encodings.get(0).equalsIgnoreCase("chunked");
        if (!isChunked || !lengths.isEmpty()) {
            throw new HttpException(
                    400, "Transfer-Encoding is not \"chunked\" alone, or Content-Length was sent as well");
        }
        return CHUNKED;
    }

    private static long length(List<String> lengths) throws HttpException {
        String length = lengths.get(0);
        if (lengths.size() != 1 || !length.matches("[0-9]{1," + MAX_DIGITS + "}")) {
            throw new HttpException(400, "Content-Length is not a single number");
        }
        return Long.parseLong(length);
    }
}

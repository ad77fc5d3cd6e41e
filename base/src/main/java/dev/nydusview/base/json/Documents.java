package dev.nydusview.base.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nydusview.base.SafeStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON documents of this program, written and read again: members in declared order, byte counts as integers, instants in
 * ISO 8601. Documents for people have characters escaped that a terminal would act on.
 */
public final class Documents {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Documents() {}

    /** Writer of documents without members that are absent; made once one is written, as that takes long. */
    private static final class Sparse {
        private static final JsonMapper MAPPER = Documents.MAPPER
                .rebuild()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                .build();
    }

    /** Loads what writing documents of {@code type} needs, as the first time takes long. */
    public static void load(Class<?> type) {
        var unused = MAPPER.writerFor(type); // which looks up its members
    }

    /** Returns the document for people over several lines, with a line feed at its end, without members that are absent. */
    public static byte[] write(Object document) throws IOException {
        try {
            return line(SafeStream.json(Sparse.MAPPER.writeValueAsBytes(document)));
        } catch (JacksonException e) {
            throw failure(e);
        }
    }

    /** Writes the document for people in one line without a line feed; members that are absent are null. */
    public static void writeCompact(OutputStream out, Object document) throws IOException {
        try {
            MAPPER.writeValue(SafeStream.json(out), document);
        } catch (JacksonException e) {
            throw failure(e);
        }
    }

    /** Writes the document for people over several lines, and a line feed; members that are absent are null. */
    public static void writeIndented(OutputStream out, Object document) throws IOException {
        try {
            MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValue(SafeStream.json(out), document);
        } catch (JacksonException e) {
            throw failure(e);
        }
        out.write('\n');
    }

    /** Returns the document for a program in one line without a line feed; members that are absent are null. */
    public static byte[] message(Object document) {
        // By way of a string: half a surrogate pair, which a writer of UTF-8 refuses, becomes a question mark.
        return MAPPER.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns {@code document} with a line feed behind it. */
    public static byte[] line(byte[] document) {
        byte[] line = Arrays.copyOf(document, document.length + 1);
        line[document.length] = '\n';
        return line;
    }

    /** Writes parts of a document to {@code out}, which it does not close. */
    static JsonGenerator generator(OutputStream out) {
        return Sparse.MAPPER.writer().createGenerator(out);
    }

    /** Reads a document of a known shape; a member that is not known is an error. */
    public static <T> T read(byte[] document, Class<T> type) throws IOException {
        try {
            T read = MAPPER.readerFor(type)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(document);
            if (read == null) {
                throw new IOException("it is empty");
            }
            return read;
        } catch (JacksonException e) {
            throw failure(e);
        }
    }

    /** Reads a document of which later versions may have more members, which are ignored. */
    public static <T> T readKnown(byte[] document, Class<T> type) throws IOException {
        try {
            return MAPPER.readerFor(type)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(document);
        } catch (JacksonException e) {
            throw failure(e);
        }
    }

    static IOException failure(JacksonException e) {
        return e.getCause() instanceof IOException cause ? cause : new IOException(e.getOriginalMessage(), e);
    }
}

package dev.nydusview.scan.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nydusview.base.SafeStream;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes JSON: keys in declared order, without absent members, with names of constants in lower case and
 * escapes for characters that a terminal would act on.
 */
public final class Documents {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private Documents() {}

    /** The document over several lines, with a line feed at its end. */
    public static byte[] write(Object document) throws IOException {
        try {
            byte[] bytes = SafeStream.json(MAPPER.writeValueAsBytes(document));
            byte[] line = java.util.Arrays.copyOf(bytes, bytes.length + 1);
            line[bytes.length] = '\n';
            return line;
        } catch (JacksonException e) {
            throw new IOException(e.getOriginalMessage(), e);
        }
    }

    /** Writes parts of a document to {@code out}, which it does not close. */
    static JsonGenerator generator(OutputStream out) {
        return MAPPER.writer().without(StreamWriteFeature.AUTO_CLOSE_TARGET).createGenerator(out);
    }

    /** Reads a document of a known shape; a member that is not known is an error. */
    public static <T> T read(byte[] document, Class<T> type) throws IOException {
        try {
            T read = MAPPER.readValue(document, type);
            if (read == null) {
                throw new IOException("it is empty");
            }
            return read;
        } catch (JacksonException e) {
            throw new IOException(e.getOriginalMessage(), e);
        }
    }

    /** Reads any document. */
    public static JsonNode tree(byte[] document) throws IOException {
        try {
            return MAPPER.readTree(document);
        } catch (JacksonException e) {
            throw new IOException(e.getOriginalMessage(), e);
        }
    }
}

package dev.nydusview.jobs.output;

import dev.nydusview.base.SafeStream;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON documents: keys in declared order, byte counts as integers, instants in ISO 8601; characters that a terminal
 * would act on are escaped.
 */
public final class Json {
    /** Version of the shape of all documents with a {@code schemaVersion}. */
    public static final int SCHEMA_VERSION = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(tools.jackson.databind.MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private Json() {}

    /** Writes {@code document} in one line without a line feed. */
    public static void write(OutputStream out, Object document) throws IOException {
        try {
            MAPPER.writeValue(SafeStream.json(out), document);
        } catch (JacksonException e) {
            throw unwrapped(e);
        }
    }

    /** Writes {@code document} over several lines, and a line feed. */
    public static void writeIndented(OutputStream out, Object document) throws IOException {
        try {
            MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValue(SafeStream.json(out), document);
        } catch (JacksonException e) {
            throw unwrapped(e);
        }
        out.write('\n');
    }

    public static <T> T read(byte[] document, Class<T> type) throws IOException {
        try {
            return MAPPER.readValue(document, type);
        } catch (JacksonException e) {
            throw unwrapped(e);
        }
    }

    private static IOException unwrapped(JacksonException e) {
        return e.getCause() instanceof IOException cause ? cause : new IOException(e.getOriginalMessage(), e);
    }
}

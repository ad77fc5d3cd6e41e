package dev.nydusview.base.json;

import dev.nydusview.base.SafeStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * A document in the style of {@link Documents} that names its members itself, for commands that are over sooner than
 * databind has looked up those of a class.
 */
public final class PlainDocument {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final Map<String, Object> members = new LinkedHashMap<>();

    /** Adds a text; nothing if it is null. */
    public PlainDocument with(String name, @Nullable String text) {
        return put(name, text);
    }

    public PlainDocument with(String name, long number) {
        return put(name, number);
    }

    public PlainDocument with(String name, boolean value) {
        return put(name, value);
    }

    /** Adds an object; nothing if it is null. */
    public PlainDocument with(String name, @Nullable PlainDocument object) {
        return put(name, object);
    }

    /** Adds an array of texts. */
    public PlainDocument withTexts(String name, List<String> texts) {
        return put(name, List.copyOf(texts));
    }

    private PlainDocument put(String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
        return this;
    }

    /** Writes it in one line without a line feed. */
    public void writeCompact(OutputStream out) throws IOException {
        write(SafeStream.json(out), ObjectWriteContext.empty());
    }

    /** Writes it over several lines, and a line feed. */
    public void writeIndented(OutputStream out) throws IOException {
        write(SafeStream.json(out), new Indented());
        out.write('\n');
    }

    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }

    private void write(OutputStream out, ObjectWriteContext style) throws IOException {
        try (JsonGenerator generator = FACTORY.createGenerator(style, out)) {
            write(generator);
        } catch (JacksonException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getOriginalMessage(), e);
        }
    }

    private void write(JsonGenerator to) {
        to.writeStartObject();
        members.forEach((name, value) -> {
            to.writeName(name);
            write(to, value);
        });
        to.writeEndObject();
    }

    private static void write(JsonGenerator to, Object value) {
        if (value instanceof PlainDocument object) {
            object.write(to);
        } else if (value instanceof Long number) {
            to.writeNumber(number.longValue());
        } else if (value instanceof Boolean truth) {
            to.writeBoolean(truth);
        } else if (value instanceof List<?> list) {
            to.writeStartArray();
            list.forEach(element -> write(to, element));
            to.writeEndArray();
        } else {
            to.writeString(value.toString());
        }
    }
}

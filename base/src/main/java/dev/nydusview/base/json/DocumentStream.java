package dev.nydusview.base.json;

import dev.nydusview.base.SafeStream;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/**
 * Writes an object whose last member is an array, while the elements of that are found. In the style of {@link
 * Documents}.
 */
public final class DocumentStream {
    private final OutputStream out;
    private final JsonGenerator generator;

    private DocumentStream(OutputStream out, JsonGenerator generator) {
        this.out = out;
        this.generator = generator;
    }

    /** Begins to write to {@code out}, which stays open. */
    public static DocumentStream begin(OutputStream out) throws IOException {
        return new DocumentStream(out, Documents.generator(SafeStream.json(out)))
                .write(JsonGenerator::writeStartObject);
    }

    /** Writes a member before the array. */
    public void member(String name, Object value) throws IOException {
        write(to -> {
            to.writeName(name);
            to.writePOJO(value);
        });
    }

    /** Begins the array. */
    public void array(String name) throws IOException {
        write(to -> to.writeArrayPropertyStart(name));
    }

    /** Writes an element of the array, at once. */
    public void element(Object value) throws IOException {
        write(to -> {
            to.writePOJO(value);
            to.flush();
        });
    }

    /** Ends the array and the object with a line feed. */
    public void end() throws IOException {
        write(to -> {
            to.writeEndArray();
            to.writeEndObject();
            to.flush();
        });
        out.write('\n');
        out.flush();
    }

    private interface Step {
        void on(JsonGenerator generator);
    }

    private DocumentStream write(Step step) throws IOException {
        try {
            step.on(generator);
            return this;
        } catch (JacksonException e) {
            throw Documents.failure(e);
        }
    }
}

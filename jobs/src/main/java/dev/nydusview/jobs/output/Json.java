package dev.nydusview.jobs.output;

import dev.nydusview.base.json.Documents;
import dev.nydusview.base.json.PlainDocument;
import java.io.IOException;
import java.io.OutputStream;

/**
 * JSON documents: keys in declared order, byte counts as integers, instants in ISO 8601; characters that a terminal
 * would act on are escaped.
 */
public final class Json {
    /** Version of the shape of all documents with a {@code schemaVersion}. */
    public static final int SCHEMA_VERSION = 1;

    private Json() {}

    /** Writes {@code document} in one line without a line feed. */
    public static void write(OutputStream out, Object document) throws IOException {
        if (document instanceof PlainDocument plain) {
            plain.writeCompact(out);
        } else {
            Documents.writeCompact(out, document);
        }
    }

    /** Writes {@code document} over several lines, and a line feed. */
    public static void writeIndented(OutputStream out, Object document) throws IOException {
        if (document instanceof PlainDocument plain) {
            plain.writeIndented(out);
        } else {
            Documents.writeIndented(out, document);
        }
    }

    /** Loads what writing documents of {@code type} needs, as the first time takes long. */
    public static void load(Class<?> type) {
        Documents.load(type);
    }

    public static <T> T read(byte[] document, Class<T> type) throws IOException {
        return Documents.readKnown(document, type);
    }
}

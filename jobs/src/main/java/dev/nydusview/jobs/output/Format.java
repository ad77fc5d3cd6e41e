package dev.nydusview.jobs.output;

import java.io.IOException;
import java.util.List;

/** Forms in which results are printed. */
public enum Format {
    /** Aligned columns for people. */
    TABLE,
    /** A single JSON document. */
    JSON,
    /** A JSON document on each line. */
    NDJSON;

    /** Prints a result as text. */
    @FunctionalInterface
    public interface TextForm {
        void print(TextOutput out) throws IOException;
    }

    /** Prints a result: the whole {@code document} as JSON, or its {@code items} one a line, or as text. */
    public void print(TextOutput out, Object document, List<?> items, TextForm text) throws IOException {
        switch (this) {
            case TABLE -> text.print(out);
            case JSON -> Json.writeIndented(out, document);
            case NDJSON -> {
                for (Object item : items) {
                    Json.write(out, item);
                    out.line("");
                }
            }
        }
    }

    /** Prints a result that is one item. */
    public void print(TextOutput out, Object document, TextForm text) throws IOException {
        print(out, document, List.of(document), text);
    }
}

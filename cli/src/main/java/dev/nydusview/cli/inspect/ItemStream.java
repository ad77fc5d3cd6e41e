package dev.nydusview.cli.inspect;

import dev.nydusview.jobs.output.Format;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Prints items as they come, so that an answer of any length takes no memory. */
final class ItemStream implements AutoCloseable {
    private final TextOutput out;
    private final Format format;
    private final String separator;
    private boolean first = true;

    ItemStream(TextOutput out, Format format, String separator, ImageLabel image, String list) throws IOException {
        this.out = out;
        this.format = format;
        this.separator = separator;
        if (format == Format.JSON) {
            text("{\"schemaVersion\": " + Json.SCHEMA_VERSION + ", \"image\": ");
            Json.write(out, image.image());
            if (image.standsInFor() != null) {
                text(", \"standsInFor\": ");
                Json.write(out, image.standsInFor());
            }
            text(", \"" + list + "\": [");
        }
    }

    /** Makes an item's line of text. */
    @FunctionalInterface
    interface Line {
        String text() throws IOException;
    }

    /** Makes an item's JSON document. */
    @FunctionalInterface
    interface Document {
        Object make() throws IOException;
    }

    void print(Document item, Line line) throws IOException {
        if (format == Format.TABLE) {
            out.line(line.text());
            return;
        }
        if (format == Format.JSON) {
            text((first ? "" : ",") + separator);
        }
        Json.write(out, item.make());
        if (format == Format.NDJSON) {
            text("\n");
        }
        first = false;
    }

    /** Ends the answer. */
    @Override
    public void close() throws IOException {
        if (format == Format.JSON) {
            text((first ? "" : separator) + "]}\n");
        }
        out.flush();
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}

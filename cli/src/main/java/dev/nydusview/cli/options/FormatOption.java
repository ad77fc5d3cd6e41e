package dev.nydusview.cli.options;

import dev.nydusview.jobs.output.Format;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** How a command prints its result. */
@HelpGroup("Output")
public final class FormatOption {
    @Option(names = "--format", paramLabel = "FORMAT", description = "table (the default), json or ndjson.")
    Format format = Format.TABLE;

    /** Prints a result as text. */
    @FunctionalInterface
    public interface TextForm {
        void print(TextOutput out) throws IOException;
    }

    public Format format() {
        return format;
    }

    /** Prints a result: the whole {@code document} as JSON, or its {@code items} one a line, or as text. */
    public void print(TextOutput out, Object document, List<?> items, TextForm text) throws IOException {
        switch (format) {
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

package dev.nydusview.cli.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nydusview.base.Quantity;
import dev.nydusview.base.ReplacedImage;
import dev.nydusview.inspect.diff.Change;
import dev.nydusview.inspect.diff.DiffOptions;
import dev.nydusview.inspect.diff.DiffSummary;
import dev.nydusview.inspect.diff.ImageDiff;
import dev.nydusview.jobs.output.Format;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Prints the changes from one image to another as they are found, then their sums. */
public final class Difference {
    private final Session before;
    private final Session after;
    private final DiffOptions options;

    public Difference(Session before, Session after, DiffOptions options) {
        this.before = before;
        this.after = after;
        this.options = options;
    }

    /**
     * The last item; {@code before} and {@code after} are the images' names, the others the plain images in whose place
     * they are read.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Summary(
            int schemaVersion,
            String before,
            @Nullable ReplacedImage beforeStandsInFor,
            String after,
            @Nullable ReplacedImage afterStandsInFor,
            @JsonUnwrapped DiffSummary summary) {}

    /** Returns whether anything changed. */
    public boolean print(TextOutput out, Format format, boolean summaryOnly) throws IOException {
        Printer printer = new Printer(out, format);
        ImageDiff.Consumer consumer = summaryOnly ? change -> {} : printer::print;
        if (format == Format.JSON && !summaryOnly) {
            printer.text("{\"changes\": [");
        }
        DiffSummary summary = ImageDiff.run(before.rafs(), after.rafs(), options, consumer, after::damaged);
        if (format == Format.JSON && !summaryOnly) {
            printer.text(printer.first ? "],\n\"summary\": " : "\n],\n\"summary\": ");
        }
        if (format == Format.TABLE) {
            out.line(text(summary));
        } else {
            Json.write(
                    out,
                    new Summary(
                            Json.SCHEMA_VERSION,
                            before.label().image(),
                            before.label().standsInFor(),
                            after.label().image(),
                            after.label().standsInFor(),
                            summary));
            out.line(format == Format.JSON && !summaryOnly ? "}" : "");
        }
        return summary.added() + summary.removed() + summary.changed() > 0;
    }

    private static final class Printer {
        private final TextOutput out;
        private final Format format;
        private boolean first = true;

        Printer(TextOutput out, Format format) {
            this.out = out;
            this.format = format;
        }

        void print(Change change) throws IOException {
            if (format == Format.TABLE) {
                String what = change.what().isEmpty() ? "" : "  (" + String.join(", ", change.what()) + ")";
                out.line(change.change().sign() + " " + change.path() + what);
                return;
            }
            if (format == Format.JSON) {
                text(first ? "\n" : ",\n");
            }
            Json.write(out, change);
            if (format == Format.NDJSON) {
                text("\n");
            }
            first = false;
        }

        void text(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String text(DiffSummary summary) {
        String unknown = summary.unknown() == 0 ? "" : " (" + summary.unknown() + " of them perhaps the same)";
        return summary.added() + " added with " + Quantity.bytes(summary.addedBytes()) + ", " + summary.removed()
                + " removed with " + Quantity.bytes(summary.removedBytes()) + ", " + summary.changed() + " changed"
                + unknown + "; " + Quantity.of(summary.newChunks(), "chunk") + " of "
                + Quantity.bytes(summary.newStoredBytes()) + " only in the second"
                + (summary.comparable() ? "" : ", as digests cannot be compared");
    }
}

package dev.nydusview.cli.inspect;

import dev.nydusview.jobs.output.Format;
import dev.nydusview.jobs.output.Format.TextForm;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;

/** Prints answers in the form that the user has chosen. */
public final class Answers {
    private final TextOutput out;
    private final Format format;
    private final Style style;
    private final Supplier<OutputStream> contents;

    /** Origin of a request, by which the form of its answer is chosen. */
    public enum Style {
        /** A command of its own: JSON over several lines. */
        VERB,
        /** A program, in requests: JSON in one line each, with the keys of nydus-image where it has JSON. */
        REQUEST,
        /** A person, at the prompt. */
        PROMPT
    }

    /** @param contents where bytes of files go; closed after each file, without closing {@code out} */
    public Answers(TextOutput out, Format format, Style style, Supplier<OutputStream> contents) {
        this.out = out;
        this.format = format;
        this.style = style;
        this.contents = contents;
    }

    /** Returns the stream for the bytes of one file, unescaped; the caller closes it. */
    OutputStream contents() {
        return contents.get();
    }

    TextOutput out() {
        return out;
    }

    Format format() {
        return format;
    }

    /** Tests whether the answer is JSON with the keys of nydus-image, for programs. */
    boolean compatible() {
        return style == Style.REQUEST && format != Format.TABLE;
    }

    /** Tests whether a signal ends the command that this is for, rather than the answer. */
    boolean interruptible() {
        return style == Style.VERB;
    }

    boolean prompted() {
        return style == Style.PROMPT;
    }

    /** Answers with one document, or its text. */
    void print(Object document, TextForm text) throws IOException {
        print(document, List.of(document), text);
    }

    /** Answers with a document of several items, or their text. */
    void print(Object document, List<?> items, TextForm text) throws IOException {
        switch (format) {
            case TABLE -> text.print(out);
            case JSON -> json(document);
            case NDJSON -> {
                for (Object item : items) {
                    line(item);
                }
            }
        }
        out.flush();
    }

    private void json(Object document) throws IOException {
        if (style == Style.VERB) {
            Json.writeIndented(out, document);
        } else {
            line(document);
        }
    }

    private void line(Object document) throws IOException {
        Json.write(out, document);
        out.line("");
    }

    /** Begins an answer of any length; {@code list} is the key that its items have in JSON. */
    ItemStream stream(ImageLabel image, String list) throws IOException {
        return new ItemStream(out, format, style == Style.VERB ? "\n" : "", image, list);
    }
}

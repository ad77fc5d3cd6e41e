package dev.nydusview.jobs.report;

import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.output.Destination;
import dev.nydusview.jobs.output.HeldResults;
import dev.nydusview.jobs.output.TextOutput;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the findings of images to their places, in order: images that follow each other and have the same place share a
 * document. A document for a file is held until it is complete.
 */
public final class FindingsOutput implements Closeable {
    private final Console console;
    private final FindingsFormat format;
    private final List<Destination> places;
    private @Nullable Document open;

    /** @param places of the findings of each image */
    public FindingsOutput(Console console, FindingsFormat format, List<Destination> places) {
        this.console = console;
        this.format = format;
        this.places = List.copyOf(places);
    }

    /** @param held what is written until the document is complete; null on standard output */
    private record Document(Destination place, FindingsWriter writer, TextOutput out, @Nullable HeldResults held) {}

    /** Writes the findings of the image with the number {@code number}, from 0, which follows those before. */
    public void image(int number, ScannedImage image) throws IOException {
        Destination place = places.get(number);
        Document document = open;
        if (document == null || !document.place().equals(place)) {
            end();
            document = begin(place);
            open = document;
        }
        document.writer().image(image);
    }

    private Document begin(Destination place) throws IOException {
        HeldResults held = place.isStandardOutput() ? null : new HeldResults();
        TextOutput out = held == null ? new TextOutput(console.out(), console.style()) : new TextOutput(held);
        return new Document(place, format.begin(out), out, held);
    }

    /** Ends the last document, and writes it if it was held. */
    public void end() throws IOException {
        Document document = open;
        if (document == null) {
            return;
        }
        document.writer().end();
        document.out().flush();
        HeldResults held = document.held();
        if (held != null) {
            document.place().write(console, held::copyTo);
        }
        close();
    }

    /** Forgets a document that was not ended. */
    @Override
    public void close() {
        if (open != null && open.held() != null) {
            open.held().close();
        }
        open = null;
    }
}

package dev.nydusview.jobs.report;

import dev.nydusview.image.NydusImage;
import dev.nydusview.inspect.report.HtmlPage;
import dev.nydusview.inspect.report.ImageReport;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.output.Destination;
import dev.nydusview.jobs.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Writes a page about an image. From its blobs, fetches only chunk indexes, and only if they are needed. */
public final class HtmlReport {
    private final NydusImage image;

    public HtmlReport(NydusImage image) {
        this.image = image;
    }

    /**
     * Writes the page to {@code place}; the previous content of a file stays until the new page is complete.
     *
     * @return the number of parts of the image that could not be read, which the page lists
     */
    public long write(Destination place, Console console) throws IOException {
        Path directory = place.directory();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new NoSuchFileException(String.valueOf(directory));
        }
        ImageReport report = ImageReport.of(image.described(), image.rafs(), image.locator());
        place.write(console, out -> HtmlPage.write(out, json -> Json.write(json, report)));
        return report.damaged();
    }
}

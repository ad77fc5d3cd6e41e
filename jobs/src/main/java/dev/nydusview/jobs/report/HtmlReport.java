package dev.nydusview.jobs.report;

import dev.nydusview.base.OutputFile;
import dev.nydusview.image.NydusImage;
import dev.nydusview.inspect.report.HtmlPage;
import dev.nydusview.inspect.report.ImageReport;
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
     * Writes the page to {@code file}; the previous content stays until the new page is complete.
     *
     * @return the number of parts of the image that could not be read, which the page lists
     */
    public long write(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new NoSuchFileException(String.valueOf(directory));
        }
        ImageReport report = ImageReport.of(image.described(), image.rafs(), image.locator());
        OutputFile.write(file, out -> HtmlPage.write(out, json -> Json.write(json, report)));
        return report.damaged();
    }
}

package dev.nydusview.cli.report;

import dev.nydusview.cli.output.Json;
import dev.nydusview.inspect.report.HtmlPage;
import dev.nydusview.inspect.report.ImageReport;
import dev.nydusview.rafs.chunk.ImageChunkLocator;
import dev.nydusview.registry.NydusImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a page about an image. Of its blobs nothing is fetched but chunk indexes, and those only where needed. */
public final class HtmlReport {
    private final NydusImage image;

    public HtmlReport(NydusImage image) {
        this.image = image;
    }

    /**
     * Writes the page to {@code file}; what was there stays until the new page is whole.
     *
     * @return how many parts of the image could not be read, which the page says
     */
    public long write(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new NoSuchFileException(String.valueOf(directory));
        }
        ImageChunkLocator locator = new ImageChunkLocator(image.rafs(), image.blobMetas());
        ImageReport report = ImageReport.of(image.described(), image.rafs(), locator);
        Path name = file.getFileName();
        Path temporary =
                file.resolveSibling("." + name + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            write(report, temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return report.damaged();
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void write(ImageReport report, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), 1 << 16)) {
            HtmlPage.write(out, json -> Json.write(json, report));
        }
    }
}

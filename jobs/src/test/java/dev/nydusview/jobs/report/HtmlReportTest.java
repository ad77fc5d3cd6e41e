package dev.nydusview.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.jobs.RecordedConsole;
import dev.nydusview.jobs.output.Destination;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Pages as files. */
class HtmlReportTest {
    private final RecordedConsole console = new RecordedConsole(Map.of());

    @TempDir
    private Path directory;

    private static NydusImage open(String source) throws IOException {
        return ImageLibrary.open(LibrarySettings.UNCACHED).open(source, Access.of(Map.of()));
    }

    @Test
    void pageReplacesWhatWasThere() throws IOException {
        Path file = Files.writeString(directory.resolve("page.html"), "old");

        try (NydusImage image = open("oci:" + TestData.demoLayout() + ":layers-nydus-v6")) {
            new HtmlReport(image).write(Destination.of(file), console);

            JsonNode report = report(file);
            assertThat(report.get("head").get("image").asString()).isEqualTo(image.name());
            assertThat(report.get("head").get("inodes").asLong())
                    .isEqualTo(image.rafs().superblock().inodesCount());
            assertThat(report.get("blobs").size())
                    .isEqualTo(image.rafs().blobs().size());
            assertThat(report.get("damage").get("count").asInt()).isZero();
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    private static JsonNode report(Path file) throws IOException {
        String page = Files.readString(file);
        int start = page.indexOf("id=\"report\">") + "id=\"report\">".length();
        String json = page.substring(start, page.indexOf("</script>", start));
        return Json.read(json.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    @Test
    void noByteOfAPlainBlobIsFetched() throws IOException {
        try (LayoutRegistry registry = LayoutRegistry.start("demo").add(OciLayout.open(TestData.demoLayout()));
                NydusImage image = open(registry.reference("nydus-v6"))) {
            new HtmlReport(image).write(Destination.of(directory.resolve("page.html")), console);

            assertThat(image.stats().blobBytes()).isZero();
        }
    }

    @Test
    void failureLeavesNothingBehind() throws IOException {
        Path kept = Files.createDirectory(directory.resolve("kept"));
        Files.createFile(kept.resolve("file"));

        try (NydusImage image = open("oci:" + TestData.demoLayout() + ":nydus-v6")) {
            HtmlReport report = new HtmlReport(image);
            assertThatThrownBy(() -> report.write(Destination.of(kept), console))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> report.write(Destination.of(directory.resolve("missing/page.html")), console))
                    .isInstanceOf(NoSuchFileException.class);
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(kept);
        }
    }
}

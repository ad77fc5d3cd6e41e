package dev.nydusview.scan.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.scan.scanner.ReportShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFileTest {
    private static final ReportShape TEXT = new ReportShape(false, List.of(), List.of(), List.of());
    private static final ReportShape JSON = new ReportShape(
            true, List.of("SchemaVersion"), List.of("/ArtifactName", "/metadata/component/name"), List.of("/made/by"));
    private static final Path ROOT = Path.of("/tmp/scan-1/image");
    private static final String IMAGE = "localhost:5000/app:1@sha256:0";

    @TempDir
    Path directory;

    private ReportFile report(String content, ReportShape shape) throws IOException {
        return ReportFile.read(Files.writeString(directory.resolve("report"), content), shape);
    }

    private String named(String content, ReportShape shape) throws IOException {
        return new String(report(content, shape).named(ROOT, IMAGE, null, null), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing found\n", "\u001b[1mbold\u001b[0m \u00e4\n"})
    void textIsAnythingThatPeopleCanRead(String content) throws IOException {
        assertThat(report(content, TEXT).fault()).isNull();
    }

    @Test
    void textWithNulBytesIsNone() throws IOException {
        assertThat(report("a\0b", TEXT).fault()).isEqualTo("it has bytes that are not text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "null"})
    void nothingIsNoJsonReport(String content) throws IOException {
        assertThat(report(content, JSON).fault()).isEqualTo("it is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "1", "{\"schemaversion\": 2}"})
    void jsonOfAnotherKindIsNoReport(String content) throws IOException {
        assertThat(report(content, JSON).fault()).isEqualTo("it is JSON without SchemaVersion");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "panic: runtime error",
                "{\"SchemaVersion\": 2",
                "{\"SchemaVersion\": 2}\0",
                "\0",
                "{\"SchemaVersion\": 2} {\"SchemaVersion\": 2}",
                "2026 INFO starting\n{\"SchemaVersion\": 2}",
            })
    void whatIsNotJson(String content) throws IOException {
        assertThat(report(content, JSON).fault()).startsWith("it is not JSON: ");
    }

    @Test
    void deeplyNestedJsonIsRefusedAndNoStackOverflows() throws IOException {
        assertThat(report("[".repeat(100_000), JSON).fault()).startsWith("it is not JSON: ");
    }

    @Test
    void jsonReport() throws IOException {
        assertThat(report("{\"SchemaVersion\": 2}\n", JSON).fault()).isNull();
        assertThat(report("[]", new ReportShape(true, List.of(), List.of(), List.of()))
                        .fault())
                .isNull();
    }

    @Test
    void theImageStandsForTheDirectoryInText() throws IOException {
        assertThat(named("/tmp/scan-1/image/etc/passwd: root\n\n/tmp/scan-1/image (debian)\u00e4\n", TEXT))
                .isEqualTo(IMAGE + "/etc/passwd: root\n\n" + IMAGE + " (debian)\u00e4\n");
    }

    @Test
    void bytesThatAreNoTextStay() throws IOException {
        byte[] bytes = {(byte) 0xff, 'a', (byte) 0xfe, '\n'};
        Path file = Files.write(directory.resolve("report"), bytes);
        assertThat(ReportFile.read(file, TEXT).named(ROOT, IMAGE, null, null)).isEqualTo(bytes);
    }

    @Test
    void theImageStandsForTheDirectoryInJson() throws IOException {
        assertThat(named("{\"SchemaVersion\":2,\"Target\":\"/tmp/scan-1/image/bin/sh\"}", JSON))
                .isEqualTo("{\"SchemaVersion\":2,\"Target\":\"" + IMAGE + "/bin/sh\"}");
    }

    @Test
    void membersThatNameTheImageAreSet() throws IOException {
        assertThat(named(
                        "{\"SchemaVersion\":2,\"ArtifactName\":\"image\",\"metadata\":{\"component\":{\"name\":\"x\"}}}",
                        JSON))
                .isEqualTo(
                        """
                        {
                          "SchemaVersion" : 2,
                          "ArtifactName" : "%1$s",
                          "metadata" : {
                            "component" : {
                              "name" : "%1$s"
                            }
                          }
                        }
                        """
                                .formatted(IMAGE));
    }

    @Test
    void membersThatAreNotThereAreNotMadeUp() throws IOException {
        String report = "{ \"SchemaVersion\":2, \"metadata\": [] }";
        assertThat(named(report, JSON)).isEqualTo(report);
    }

    @Test
    void numbersStayAsTheyAre() throws IOException {
        assertThat(named("{\"SchemaVersion\":2,\"ArtifactName\":\"\",\"n\":[9.8,7.0,12345678901234567890,1e3]}", JSON))
                .containsIgnoringWhitespaces("[9.8,7.0,12345678901234567890,")
                .contains("\"ArtifactName\" : \"" + IMAGE + "\"");
    }

    @Test
    void aNameWithQuotesIsEscapedInJson() throws IOException {
        String name = "oci:/tmp/a \"quoted\" \\ dir\u00e4";
        byte[] standIn = "{\"a\": \"STAND-IN/etc\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(new String(ReportFile.renamed(standIn, "STAND-IN", name, JSON), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\": \"oci:/tmp/a \\\"quoted\\\" \\\\ dir\u00e4/etc\"}");
        assertThat(new String(ReportFile.renamed(standIn, "STAND-IN", name, TEXT), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\": \"" + name + "/etc\"}");
        ReportFile renamed = report("{\"SchemaVersion\": \"/tmp/c/x\"}", JSON).renamed(Path.of("/tmp/c"), name);
        assertThat(renamed.fault()).isNull();
        assertThat(new String(
                        report("{\"SchemaVersion\": \"/tmp/c/x\"}", JSON).named(Path.of("/tmp/c"), name, null, null),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"SchemaVersion\": \"oci:/tmp/a \\\"quoted\\\" \\\\ dir\u00e4/x\"}");
    }

    @Test
    void findingsOfTheConfigurationAreAdded() throws IOException {
        ReportFile main = report("{\"SchemaVersion\":2,\"Results\":[{\"Target\":\"a\"}]}", JSON);
        ReportFile configuration = report(
                "{\"SchemaVersion\":2,\"Results\":[{\"Target\":\"config.json\",\"Secrets\":[1]},{\"n\":1}]}", JSON);
        assertThat(new String(main.named(ROOT, "app", configuration, "/Results"), StandardCharsets.UTF_8))
                .isEqualToIgnoringWhitespace("{\"SchemaVersion\":2,\"Results\":[{\"Target\":\"a\"},"
                        + "{\"Target\":\"app (image configuration): config.json\",\"Secrets\":[1]},{\"n\":1}]}");
    }

    @Test
    void findingsOfTheConfigurationAloneMakeTheList() throws IOException {
        ReportFile configuration = report("{\"SchemaVersion\":2,\"Results\":[{\"Target\":\"history\"}]}", JSON);
        for (String main : List.of("{\"SchemaVersion\":2}", "{\"SchemaVersion\":2,\"Results\":null}")) {
            assertThat(new String(
                            report(main, JSON).named(ROOT, "app", configuration, "/Results"), StandardCharsets.UTF_8))
                    .isEqualToIgnoringWhitespace("{\"SchemaVersion\":2,\"Results\":["
                            + "{\"Target\":\"app (image configuration): history\"}]}");
        }
    }

    @Test
    void nothingFoundInTheConfigurationChangesNothing() throws IOException {
        String main = "{\"SchemaVersion\": 2, \"Results\": []}";
        for (String configuration : List.of("{\"SchemaVersion\":2}", "{\"SchemaVersion\":2,\"Results\":[]}")) {
            assertThat(report(main, JSON).named(ROOT, "app", report(configuration, JSON), "/Results"))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(main);
        }
    }

    @Test
    void textOfTheConfigurationComesAfterTheImages() throws IOException {
        ReportFile configuration = report("/tmp/scan-1/configuration/environment: key\n", TEXT)
                .renamed(Path.of("/tmp/scan-1/configuration"), "app (image configuration)");
        assertThat(report("/tmp/scan-1/image: clean\n", TEXT).named(ROOT, "app", configuration, "/Results"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("app: clean\napp (image configuration)/environment: key\n");
    }

    @Test
    void versionOfTheScanner() throws IOException {
        assertThat(report("{\"SchemaVersion\":2,\"made\":{\"by\":\"1.2\"}}", JSON)
                        .version())
                .isEqualTo("1.2");
        assertThat(report("{\"SchemaVersion\":2}", JSON).version()).isNull();
        assertThat(report("version 1.2", TEXT).version()).isNull();
    }
}

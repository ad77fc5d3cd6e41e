package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.output.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Places of the documents of scans: standard output, files, and files by a pattern. */
class ScanOutputTest extends PluginRuns {
    private static final String PRINTS = "cat \"$1/etc/passwd\" >/dev/null; echo \"{\\\"image\\\": \\\"$1\\\"}\"";

    private Path documents;

    private Cli.Result scan(List<String> tags, String... options) throws IOException {
        documents = Files.createDirectories(directory.resolve("documents"));
        List<String> line = new ArrayList<>(List.of("scan"));
        tags.forEach(tag -> line.add(registry.reference(tag)));
        Stream.of(options)
                .map(option -> option.replace("DIR", documents.toString()))
                .forEach(line::add);
        line.addAll(List.of("--", "sh", "-c", PRINTS, "sh", "{}"));
        return cli.run(line.toArray(String[]::new));
    }

    private List<String> written() throws IOException {
        try (Stream<Path> files = Files.list(documents)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private String inName(String tag) {
        return registry.reference(tag).replaceAll("[:/]", "_");
    }

    @Test
    void aReportGoesToAFile() throws IOException {
        Cli.Result result = scan(List.of("nydus-v6"), "--format", "json", "-o", "DIR/report.json", "--receipt", "-");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(Files.readString(documents.resolve("report.json")))
                .startsWith("{\"image\": \"" + registry.reference("nydus-v6") + "@sha256:");
        assertThat(Json.read(result.out().getBytes(StandardCharsets.UTF_8), JsonNode.class)
                        .get("complete")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void reportsGoToFilesThatAPatternTellsApart() throws IOException {
        Cli.Result result = scan(
                List.of("nydus-v6", "layers-nydus-v6"), "--format", "json", "--output", "DIR/{image}.{scanner}.{ext}");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(written())
                .containsExactlyInAnyOrder(inName("nydus-v6") + ".sh.json", inName("layers-nydus-v6") + ".sh.json");
        assertThat(Files.readString(documents.resolve(inName("layers-nydus-v6") + ".sh.json")))
                .contains(registry.reference("layers-nydus-v6"));
    }

    @Test
    void textsFollowEachOtherOnStandardOutput() throws IOException {
        Cli.Result result = scan(List.of("nydus-v6", "layers-nydus-v6"));

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out().lines()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            nydus-v6,layers-nydus-v6 | --format json                | cannot both be written to standard output
            nydus-v6,layers-nydus-v6 | --output DIR/one             | cannot both be written to
            nydus-v6,nydus-v6        | --output DIR/{image}         | cannot both be written to
            nydus-v6                 | --receipt -                  | the receipt cannot both be written to standard output
            nydus-v6                 | --receipt /dev/stdout        | the receipt cannot both be written to standard output
            nydus-v6                 | -o DIR/same --receipt DIR/same | the receipt cannot both be written to
            nydus-v6                 | --output DIR/{tag}           | --output has an unknown placeholder {tag}: use {scanner}, {image} or {ext}
            nydus-v6                 | --output DIR/none/report     | the report of sh on
            """)
    void documentsThatCannotHaveTheirPlacesAreRefusedBeforeAnythingRuns(String tags, String options, String message)
            throws IOException {
        Cli.Result result = scan(List.of(tags.split(",")), options.split(" "));

        assertThat(result.code()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains(message);
        assertThat(result.out()).isEmpty();
        assertThat(written()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--output, /dev/full, No space left on device",
        "--receipt, /dev/full, No space left on device",
        "--learn, /dev/full, No space left on device",
        "--output, /sys/report.txt, permission denied",
        "--receipt, /sys/receipt.json, permission denied",
    })
    void aDocumentThatCannotBeWrittenFailsTheScan(String option, String file, String cause) throws IOException {
        Cli.Result result = scan(List.of("nydus-v6"), option, file);

        assertThat(result.code()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).contains("nydusview: cannot write to " + file + ": " + cause);
    }

    @Test
    void aReportOfAnEarlierScanIsNotTakenForOneOfThis() throws IOException {
        scan(List.of("nydus-v6"), "-o", "DIR/report.txt");
        assertThat(written()).containsExactly("report.txt");

        assertThat(scan(List.of("missing"), "-o", "DIR/report.txt").code()).isEqualTo(121);
        assertThat(written()).isEmpty();
    }

    @Test
    void findingsOfPluginsGoToAFile() throws IOException {
        plugin("sound", "report High /a\n");
        Path file = directory.resolve("findings.json");

        Cli.Result result = run("--format", "json", "-o", file.toString());

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(Json.read(Files.readAllBytes(file), JsonNode.class).get("images"))
                .hasSize(1);
    }

    @Test
    void findingsOfEachImageGoToAFileOfItsOwn() throws IOException {
        plugin("sound", "report High /a\n");
        documents = Files.createDirectories(directory.resolve("documents"));

        Cli.Result result = cli.run(
                "scan",
                registry.reference("nydus-v6"),
                registry.reference("layers-nydus-v6"),
                "--plugins",
                plugins.toString(),
                "--format",
                "sarif",
                "-o",
                documents + "/{scanner}-{image}.{ext}");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(written())
                .containsExactlyInAnyOrder(
                        "plugins-" + inName("nydus-v6") + ".sarif", "plugins-" + inName("layers-nydus-v6") + ".sarif");
        assertThat(Json.read(Files.readAllBytes(documents.resolve(written().get(0))), JsonNode.class)
                        .get("runs"))
                .hasSize(1);
        assertThat(result.err()).contains("nydusview: 2 images, 2 with high findings\n");
    }

    @Test
    void findingsAndReceiptCannotShareStandardOutput() throws IOException {
        plugin("sound", "report High /a\n");

        Cli.Result result =
                cli.run("plugin", "run", plugins.toString(), registry.reference("nydus-v6"), "--receipt", "-");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("the receipt cannot both be written to standard output");
    }

    @Test
    void theFormatOfResultsIsNotThatOfReports() throws IOException {
        cli.with("NYDUSVIEW_FORMAT", "ndjson");
        plugin("sound", "report High /a\n");

        assertThat(scan(List.of("nydus-v6"), "--no-profile").code()).isZero();
        assertThat(run().out()).contains(": 1 finding\n");
    }
}

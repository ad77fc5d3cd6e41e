package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.output.Json;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.GoldenLayout;
import dev.nydusview.testdata.HostProcesses;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Scans of several images at one time, by a program whose runs wait for each other. */
@Timeout(120)
@Tag("mount")
class ParallelScanTest {
    private static final List<String> TAGS =
            List.of("nydus-v6", "layers-nydus-v6", "v5", "merged", "batch", "missing", "v5", "nydus-v6");

    /** Notes that it runs, and goes on when three runs are under way, or have been. */
    private static final String WAITS =
            "mktemp $0/XXXXXX >/dev/null; while [ $(ls $0 | wc -l) -lt 3 ]; do sleep 0.02; done; ";

    private Path directory;
    private Path running;
    private LayoutRegistry registry;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path temporary) throws IOException {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "no access to /dev/fuse");
        directory = temporary.toRealPath();
        running = Files.createDirectory(directory.resolve("running"));
        GoldenLayout golden = new GoldenLayout(directory.resolve("golden"));
        golden.image(GoldenImage.of("v5-lz4-blake3"), "v5");
        golden.image(GoldenImage.of("v6-merged"), "merged");
        golden.image(GoldenImage.of("v6-batch"), "batch");
        registry = LayoutRegistry.start("demo")
                .add(OciLayout.open(TestData.demoLayout()))
                .add(OciLayout.open(golden.directory()));
        cli = new Cli(directory).with("NYDUSVIEW_RETRY_FOR", "0");
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        registry.close();
        assertThat(mounts())
                .doesNotContain("nydusview:" + registry.reference("x").split("/", 2)[0]);
        assertThat(leftBy(ProcessHandle.current().pid())).isEmpty();
    }

    private static String mounts() throws IOException {
        return Files.readString(Path.of("/proc/self/mountinfo"));
    }

    private static List<Path> leftBy(long process) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return entries.filter(path -> path.getFileName().toString().startsWith("nydusview-scan-" + process + "-"))
                    .toList();
        }
    }

    private String[] line(String script, List<String> tags, String... options) {
        List<String> line = new ArrayList<>(List.of("scan"));
        tags.forEach(tag -> line.add(registry.reference(tag)));
        line.addAll(List.of(options));
        line.addAll(List.of("--", "sh", "-c", script, running.toString(), "{}"));
        return line.toArray(String[]::new);
    }

    private JsonNode receipts() throws IOException {
        return Json.read(Files.readAllBytes(directory.resolve("receipt.json")), JsonNode.class);
    }

    private List<String> names(List<String> tags) {
        return tags.stream().map(registry::reference).toList();
    }

    private static List<String> withoutDigests(String output) {
        return output.lines()
                .map(line -> line.replaceFirst("@sha256:\\p{XDigit}+", ""))
                .toList();
    }

    @Test
    void imagesAreScannedAtOneTimeAndReportedInTheirOrder() throws IOException {
        String receipt = directory.resolve("receipt.json").toString();
        String script = WAITS + "echo $1 of $(find $1 -type f | xargs cat | wc -c); echo end of $1; echo done >&2";

        Cli.Result result = cli.run(line(script, TAGS, "--jobs", "3", "--receipt", receipt));

        assertThat(result.code()).as(result.err()).isEqualTo(121); // as one is missing
        List<String> expected = new ArrayList<>();
        for (String tag : TAGS) {
            if (!tag.equals("missing")) {
                expected.add(registry.reference(tag));
                expected.add("end of " + registry.reference(tag));
            }
        }
        assertThat(withoutDigests(result.out()).stream()
                        .map(line -> line.replaceFirst(" of \\d+$", ""))
                        .toList())
                .isEqualTo(expected);
        assertThat(result.out()).doesNotContain(" of 0\n");
        JsonNode receipts = receipts();
        assertThat(receipts).hasSize(TAGS.size());
        for (int image = 0; image < TAGS.size(); image++) {
            boolean missing = TAGS.get(image).equals("missing");
            assertThat(receipts.get(image).get("complete").asBoolean()).isEqualTo(!missing);
            assertThat(receipts.get(image).get("image").get("name").asString())
                    .startsWith(registry.reference(TAGS.get(image)));
        }
        assertThat(messages(result.err())).isEqualTo(messagesInOrder());
        assertThat(result.err()).endsWith("nydusview: 8 images, 1 not scanned\n");
    }

    /** Names of images and words of scanners, in the order in which they were printed. */
    private List<String> messages(String err) {
        List<String> found = new ArrayList<>();
        for (String line : withoutDigests(err)) {
            if (line.equals("done")) {
                found.add(line);
            } else if (line.contains(", read lazily")) {
                found.add(line.substring(0, line.indexOf(',')));
            } else if (line.contains("/missing")) {
                found.add("missing");
            }
        }
        return found;
    }

    private List<String> messagesInOrder() {
        List<String> expected = new ArrayList<>();
        for (String tag : TAGS) {
            if (tag.equals("missing")) {
                expected.add("missing");
            } else {
                expected.addAll(List.of("done", registry.reference(tag)));
            }
        }
        return expected;
    }

    @Test
    void oneImageAtATimeIsTheDefault() {
        String script = "mkdir $0/alone || exit 9; sleep 0.2; rmdir $0/alone";

        assertThat(cli.run(line(script, TAGS.subList(0, 3))).code()).isZero();
    }

    @Test
    void aProgramThatFailsOrTakesTooLongDoesNotStopTheOthers() throws IOException {
        String receipt = directory.resolve("receipt.json").toString();
        String script = WAITS + "if mkdir $0/../first 2>/dev/null; then exec sleep 60; "
                + "elif mkdir $0/../second 2>/dev/null; then exit 5; fi; echo fine";

        Cli.Result result =
                cli.run(line(script, TAGS.subList(0, 5), "--jobs", "5", "--scan-timeout", "3s", "--receipt", receipt));

        assertThat(result.code()).as(result.err()).isEqualTo(123);
        assertThat(result.out()).isEqualTo("fine\n".repeat(3));
        assertThat(result.err()).containsOnlyOnce("was still running after 3 seconds");
        List<String> endings = new ArrayList<>();
        receipts()
                .forEach(one ->
                        endings.add(one.get("scanners").get(0).get("verdict").asString()));
        assertThat(endings).containsExactlyInAnyOrder("complete", "complete", "complete", "failed", "incomplete");
    }

    @Test
    void jsonDocumentsStayWhole() throws IOException {
        String script = WAITS + "printf '{\"root\":'; sleep 0.1; echo '\"'$1'\"}'";

        Path documents = Files.createDirectory(directory.resolve("documents"));
        String pattern = documents + "/{image}.{ext}";

        Cli.Result result =
                cli.run(line(script, TAGS.subList(0, 5), "--jobs", "4", "--format", "json", "--output", pattern));

        assertThat(result.code()).as(result.err()).isZero();
        for (String reference : names(TAGS.subList(0, 5))) {
            Path document = documents.resolve(reference.replaceAll("[:/]", "_") + ".json");
            assertThat(Json.read(Files.readAllBytes(document), JsonNode.class)
                            .get("root")
                            .asString())
                    .startsWith(reference + "@");
        }
    }

    @Test
    void aSignalEndsAllAndLeavesNothing() throws Exception {
        String nap = HostProcesses.nap();
        String receipt = directory.resolve("receipt.json").toString();
        String script = WAITS + "exec sleep " + nap;
        Process process =
                cli.process(Main.class, line(script, TAGS.subList(0, 5), "--jobs", "3", "--receipt", receipt));
        while (HostProcesses.await(nap).size() < 3) {
            Thread.sleep(20);
        }

        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

        assertThat(process.waitFor()).isEqualTo(130);
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("ended by a signal before everything was scanned");
        HostProcesses.awaitEnd(nap);
        assertThat(receipts()).hasSize(5).allMatch(one -> !one.get("complete").asBoolean());
        assertThat(leftBy(process.pid())).isEmpty();
    }
}

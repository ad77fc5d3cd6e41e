package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nydusview.cli.Faults.Kind;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.scan.run.ProgramPath;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Scans with trivy itself, where it is installed. */
@Tag("mount")
@Timeout(300)
class TrivyScanTest {
    private static final List<String> NO_DATABASE = List.of("--", "--skip-files", "**/*.jar");

    private final Faults faults = new Faults();
    private Path directory;
    private LayoutRegistry registry;
    private String reference;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path directory) throws IOException {
        assumeTrue(new ProgramPath(System.getenv()).find("trivy").isPresent(), "trivy is not on the PATH");
        this.directory = directory.toRealPath();
        registry = LayoutRegistry.start("demo", faults).add(OciLayout.open(TestData.demoLayout()));
        reference = registry.reference("nydus-v6");
        cli = new Cli(this.directory).with("NYDUSVIEW_RETRY_FOR", "0").with("NYDUSVIEW_QUIET", "true");
    }

    @AfterEach
    void tearDown() {
        faults.release();
        if (registry != null) {
            registry.close();
        }
    }

    private Cli.Result scan(String... options) {
        List<String> line = new ArrayList<>(List.of("scan", reference, "-s", "trivy"));
        line.addAll(List.of(options));
        line.addAll(NO_DATABASE);
        return cli.run(line.toArray(String[]::new));
    }

    @Test
    void findsWhatItFindsInTheUnpackedTree() throws Exception {
        Path tree = directory.resolve("tree");
        assertThat(cli.run("extract", reference, tree.toString()).code()).isZero();

        Cli.Result packages = scan(
                "--find",
                "packages",
                "--receipt",
                directory.resolve("receipt.json").toString());
        Cli.Result secrets = scan("--find", "secrets", "--format", "json");

        assertThat(packages.code()).as(packages.err()).isZero();
        assertThat(components(packages.out()))
                .isNotEmpty()
                .isEqualTo(components(trivy(tree, "--format", "cyclonedx", "--skip-files", "**/*.jar")));
        assertThat(findings(secrets.out()))
                .contains("root/.ssh/id_rsa private-key 1")
                .isEqualTo(findings(trivy(tree, "--scanners", "secret", "--format", "json")));
        JsonNode receipt = Json.read(Files.readAllBytes(directory.resolve("receipt.json")), JsonNode.class);
        assertThat(receipt.get("transfer").get("bytes").asLong())
                .isLessThan(receipt.get("image").get("bytes").asLong() / 3);
    }

    @Test
    void reportsForCiAreItsOwn() throws IOException {
        Cli.Result tests = scan("--find", "secrets", "--format", "junit");
        Cli.Result snapshot = scan("--find", "packages", "--format", "github");

        assertThat(tests.out())
                .startsWith("<?xml ")
                .contains("root/.ssh/id_rsa", "name=\"private-key\"")
                .endsWith("</testsuites>\n");
        assertThat(json(snapshot.out()).get("detector").get("name").asString()).isEqualTo("trivy");
    }

    /** Trivy skips what it cannot read, and exits with 0. */
    @ParameterizedTest
    @EnumSource(names = {"GONE", "ERROR", "STALL"})
    void failuresThatItDoesNotNotice(Kind kind) {
        faults.spoil(kind, 60, Integer.MAX_VALUE);
        cli.with("NYDUSVIEW_REQUEST_TIMEOUT", "300ms");

        Cli.Result result = scan("--find", "packages", "--no-profile");

        assertThat(result.out()).contains("\"bomFormat\"");
        assertThat(result.code()).as(result.err()).isEqualTo(120);
        assertThat(result.err()).contains("INCOMPLETE").containsPattern("\n +(\\d+ files: )?/\\S+ at \\d+");
    }

    @Test
    void corruptChunkThatItDoesNotNotice() throws IOException {
        Path layout = DamagedLayout.of(TestData.demoLayout(), directory.resolve("layout"))
                .directory();
        reference = "oci:" + layout + ":nydus-v6";

        Cli.Result result = scan("--find", "packages");

        assertThat(result.code()).as(result.err()).isEqualTo(120);
        assertThat(result.out()).contains("\"bomFormat\"");
        assertThat(result.err()).contains("is damaged");
    }

    private static String trivy(Path tree, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("trivy", "rootfs", "--quiet"));
        command.addAll(List.of(arguments));
        command.add(tree.toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return out;
    }

    private static List<String> components(String report) throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode component : json(report).get("components")) {
            names.add(component.path("name").asString("") + " "
                    + component.path("version").asString(""));
        }
        return names.stream().sorted().toList();
    }

    private static List<String> findings(String report) throws IOException {
        List<String> findings = new ArrayList<>();
        for (JsonNode result : json(report).path("Results")) {
            for (JsonNode secret : result.path("Secrets")) {
                findings.add(result.get("Target").asString() + " "
                        + secret.get("RuleID").asString() + " " + secret.get("StartLine"));
            }
        }
        return findings.stream().sorted().toList();
    }

    private static JsonNode json(String report) throws IOException {
        return Json.read(report.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }
}

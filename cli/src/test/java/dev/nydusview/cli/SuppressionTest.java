package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.output.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Findings that an ignore file, a baseline or a VEX document suppresses. */
class SuppressionTest extends PluginRuns {
    private static final String IGNORED = "{\"path\": \"/root/.ssh/*\", \"why\": \"a sample key\"}";

    @BeforeEach
    void findsTwo() throws IOException {
        plugin("keys", "report High /root/.ssh/id_rsa; report Low /etc/motd\n");
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    private String ignoring(String entry) throws IOException {
        return file("ignore.json", "{\"schemaVersion\": 1, \"ignore\": [\n  // samples\n  " + entry + ",\n]}");
    }

    private static JsonNode json(String document) throws IOException {
        return Json.read(document.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    @Test
    void suppressedFindingsAreCountedAndDoNotFailTheScan() throws IOException {
        assertThat(run("--fail-on", "high").code()).isEqualTo(1);
        Cli.Result table = run("--fail-on", "high", "--ignore-file", ignoring(IGNORED));
        assertThat(table.code()).as(table.err()).isZero();
        assertThat(table.out())
                .contains(": 1 finding, 1 suppressed\n", "/etc/motd")
                .doesNotContain("id_rsa");
        assertThat(table.err()).doesNotContain("--fail-on");
    }

    @Test
    void documentsListThemWithTheReason() throws IOException {
        String ignore = ignoring(IGNORED);
        JsonNode image =
                json(run("--format", "json", "--ignore-file", ignore).out()).at("/images/0");
        assertThat(image.at("/findings")).hasSize(1);
        JsonNode suppressed = image.at("/suppressed/0");
        assertThat(suppressed.at("/details/0/path").asString()).isEqualTo("/root/.ssh/id_rsa");
        assertThat(suppressed.at("/suppression").toString())
                .isEqualTo("{\"source\":\"ignore-file\",\"place\":\"" + ignore
                        + ":3\",\"justification\":\"a sample key\"}");

        String sarif = run("--format", "sarif", "--ignore-file", ignore).out();
        assertThat(SarifSchema.faults(sarif)).isEmpty();
        JsonNode results = json(sarif).at("/runs/0/results");
        assertThat(results.at("/0/suppressions/0/kind").asString()).isEqualTo("external");
        assertThat(results.at("/0/suppressions/0/justification").asString()).isEqualTo("a sample key");
        assertThat(results.at("/1").has("suppressions")).isFalse();

        assertThat(run("--format", "html", "--ignore-file", ignore).out())
                .contains("1 finding suppressed", "a sample key");
    }

    @Test
    void expiredEntriesAreTold() throws IOException {
        Cli.Result result = run(
                "-q",
                "--fail-on",
                "high",
                "--ignore-file",
                ignoring("{\"path\": \"/root/.ssh/*\", \"until\": \"2020-01-31\", \"why\": \"a sample key\"}"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("ignore.json:3: the entry expired on 2020-01-31 and suppresses nothing: a sample key");
    }

    @Test
    void unusedEntriesAreToldOnRequest() throws IOException {
        String ignore = ignoring("{\"path\": \"/nowhere\", \"why\": \"long gone\"}");
        assertThat(run("--ignore-file", ignore).err()).doesNotContain("long gone");
        assertThat(run("--ignore-file", ignore, "-v").err())
                .contains("ignore.json:3: the entry matches no finding: long gone");
        assertThat(run("--ignore-file", ignoring(IGNORED), "-v").err()).doesNotContain("matches no finding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "sarif"})
    void onlyWhatIsNewCountsBesideABaseline(String format) throws IOException {
        String first = file("first", run("--format", format).out());
        Cli.Result unchanged = run("--format", format, "--baseline", first, "--fail-on", "low");
        assertThat(unchanged.code()).as(unchanged.err()).isZero();

        plugin("keys", "report High /root/.ssh/id_rsa; report Low /etc/motd; report Low /etc/motd; report Low /new\n");
        String second = file("second", unchanged.out());
        Cli.Result changed = run("--baseline", second);
        assertThat(changed.out()).contains(": 2 findings, 2 suppressed\n", "/etc/motd", "/new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "sarif"})
    void anIgnoredFindingIsNotPartOfABaseline(String format) throws IOException {
        String baseline = file(
                "baseline",
                run("--format", format, "--ignore-file", ignoring(IGNORED)).out());
        assertThat(run("--baseline", baseline).out()).contains(": 1 finding, 1 suppressed\n", "id_rsa");
    }

    @Test
    void vexDocumentsSuppressWhatTheyStateOfTheImage() throws IOException {
        String vex = file(
                "vex.json",
                """
                {"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://example/1", "author": "me",
                 "timestamp": "2030-01-01T00:00:00Z", "version": 1, "statements": [
                  {"vulnerability": {"name": "SensitiveFile/test"}, "status": "not_affected",
                   "justification": "vulnerable_code_not_present",
                   "products": [{"@id": "pkg:oci/demo", "subcomponents": [{"@id": "/root/.ssh/id_rsa"}]}]}]}
                """);
        JsonNode image = json(run("--format", "json", "--vex", vex).out()).at("/images/0");
        assertThat(image.at("/findings")).hasSize(1);
        assertThat(image.at("/suppressed/0/suppression/justification").asString())
                .isEqualTo("not_affected: vulnerable_code_not_present");
    }

    @Test
    void malformedFilesAreWrongUsage() throws IOException {
        String broken = ignoring("{\"path\": \"/a\"}");
        Cli.Result result = run("--ignore-file", broken);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .startsWith("nydusview: the ignore file " + broken + " is malformed: line 3: \"why\" is missing");
        String receipt = file("other.json", "{\n\"complete\": true}");
        assertThat(run("--baseline", receipt).err())
                .startsWith("nydusview: the baseline " + receipt + " is malformed: line 1: neither a JSON nor a SARIF");
        String old = file("old.json", "{\"images\": [{\"findings\": [\n{\"plugin\": \"keys\"}]}]}");
        assertThat(run("--baseline", old).err()).contains("line 2: the finding has no \"fingerprints\"");
        Path absent = directory.resolve("absent");
        assertThat(run("--vex", absent.toString()).err())
                .startsWith("nydusview: the VEX document " + absent + " does not exist");
        Cli.Result scanner = cli.run("scan", "a", "--scanner", "trivy", "--vex", receipt);
        assertThat(scanner.code()).isEqualTo(2);
        assertThat(scanner.err()).contains("--ignore-file, --baseline and --vex are for findings of plugins");
    }
}

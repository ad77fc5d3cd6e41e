package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.output.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Findings of plugins in every format, and the exit codes that follow from them. */
class PluginFindingsTest extends PluginRuns {
    private void findsAKey() throws IOException {
        plugin("keys", "grep -q PRIVATE \"$NYDUSVIEW_ROOT/root/.ssh/id_rsa\" && report High /root/.ssh/id_rsa\n");
    }

    private JsonNode json(String format) throws IOException {
        return Json.read(run("--format", format).out().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    @Test
    void findingsAreATable() throws IOException {
        findsAKey();
        Cli.Result table = run();
        assertThat(table.code()).as(table.err()).isZero();
        assertThat(table.out()).contains(": 1 finding\n", "High   keys    SensitiveFile  /root/.ssh/id_rsa: test");
    }

    @Test
    void receiptsNameThePluginItsCommandAndItsFiles() throws IOException {
        findsAKey();
        run();
        assertThat(receipt().get("complete").asBoolean()).isTrue();
        JsonNode plugin = receipt().get("scanners").get(0);
        assertThat(plugin.get("name").asString()).isEqualTo("keys");
        assertThat(plugin.get("version").asString()).isEqualTo("1.2");
        assertThat(plugin.get("access").get("files").get(0).get("path").asString())
                .isEqualTo("/root/.ssh/id_rsa");
        assertThat(plugin.get("argv").toString())
                .containsPattern(
                        "\"scan\",\"image\",\"--mode\",\"docker\".*\"--id\",\"--host\".*\"--host\".*\"sha256:");
    }

    @Test
    void findingsAreJson() throws IOException {
        findsAKey();
        JsonNode finding = json("json").get("images").get(0).get("findings").get(0);
        assertThat(finding.get("level").asString()).isEqualTo("High");
        assertThat(finding.get("image").asString()).startsWith(registry.reference("nydus-v6") + "@sha256:");
    }

    @Test
    void findingsAreSarif() throws IOException {
        findsAKey();
        JsonNode result = json("sarif").get("runs").get(0).get("results").get(0);
        assertThat(result.get("level").asString()).isEqualTo("error");
        assertThat(result.get("locations").get(0).toString()).contains("root/.ssh/id_rsa");
    }

    @Test
    void findingsAreAPage() throws IOException {
        findsAKey();
        assertThat(run("--format", "html").out()).startsWith("<!DOCTYPE html>").contains("/root/.ssh/id_rsa: test");
    }

    @Test
    void findingsFailAScanFromALevelOn() throws IOException {
        findsAKey();
        assertThat(run("--fail-on", "critical").code()).isZero();
        assertThat(run("--fail-on", "medium").code()).isEqualTo(1);
    }

    @Test
    void findingsThatFailAScanAreNamed() throws IOException {
        plugin("keys", "report High /root/.ssh/id_rsa; report Low /etc/motd\n");
        Cli.Result failed = run("--fail-on", "medium", "-q");
        assertThat(failed.err())
                .contains("--fail-on medium: 1 finding in " + registry.reference("nydus-v6") + "@sha256:")
                .containsIgnoringCase("\n  high keys: /root/.ssh/id_rsa: test\n")
                .doesNotContain("/etc/motd");
        assertThat(run("--fail-on", "critical", "-q").err()).doesNotContain("--fail-on", "id_rsa");
    }

    @Test
    void wrongUseIsSaid() throws IOException {
        assertThat(run().code()).isEqualTo(123);
        assertThat(run().err()).contains("no plugin that scans images was found");
        plugin("sound", "report Low /a\n");
        assertThat(run("--plugin-flag", "x").code()).isEqualTo(2);
        Cli.Result nowhere = cli.run(
                "plugin", "run", plugins.toString(), registry.reference("nydus-v6"), "--receipt", "/no/such/receipt");
        assertThat(nowhere.code()).isEqualTo(2);
        assertThat(nowhere.err())
                .startsWith("nydusview: the receipt cannot be written to /no/such/receipt: "
                        + "the directory /no/such does not exist: create it, or name another\n");
        assertThat(run("--format", "xml").err()).contains("'xml' is not table, json, sarif or html");
        assertThat(cli.run("scan", "a", "--plugins", plugins.toString(), "--scanner", "trivy")
                        .err())
                .contains("--plugins contradicts --scanner");
    }
}

package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.output.Json;
import dev.nydusview.testdata.HostProcesses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Reports of scans that could not be done, or were ended before they were done. */
class MissingResultsTest extends PluginRuns {
    /** Scans an image that does not exist and one that does; returns the report. */
    private String ofAMissingImage(String format) throws IOException {
        plugin("sound", "report Low '/<script>alert(1)</script>'\n");
        String missing = registry.reference("no-such-tag");
        Cli.Result result = cli.run(
                "scan",
                missing,
                registry.reference("nydus-v6"),
                "--plugins",
                plugins.toString(),
                "--receipt",
                directory.resolve("receipt.json").toString(),
                "--format",
                format);

        assertThat(result.code()).as(result.err()).isEqualTo(121);
        assertThat(result.err()).contains("MANIFEST_UNKNOWN");
        assertThat(receipt().get(0).get("image").get("name").asString()).isEqualTo(missing);
        assertThat(receipt().get(0).get("complete").asBoolean()).isFalse();
        assertThat(receipt().get(1).get("complete").asBoolean()).isTrue();
        return result.out();
    }

    private static JsonNode json(String document) throws IOException {
        return Json.read(document.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    @Test
    void aMissingImageIsInTheTable() throws IOException {
        assertThat(ofAMissingImage("table"))
                .contains(registry.reference("no-such-tag") + ": not scanned\n", ": 1 finding\n");
    }

    @Test
    void aMissingImageIsInJson() throws IOException {
        JsonNode image = json(ofAMissingImage("json")).get("images").get(0);
        assertThat(image.get("complete").asBoolean()).isFalse();
        assertThat(image.get("problem").asString()).contains("MANIFEST_UNKNOWN");
    }

    @Test
    void aMissingImageIsInSarif() throws IOException {
        JsonNode run = json(ofAMissingImage("sarif")).get("runs").get(0);
        assertThat(run.get("invocations").get(0).get("executionSuccessful").asBoolean())
                .isFalse();
    }

    @Test
    void aMissingImageIsInThePage() throws IOException {
        assertThat(ofAMissingImage("html"))
                .contains("Not scanned: GET ", "/&lt;script&gt;alert(1)&lt;/script&gt;: test")
                .doesNotContain("<script>")
                .endsWith("</html>\n");
    }

    @Test
    void interruptEndsEverythingAndIsToldInReports() throws Exception {
        String nap = HostProcesses.nap();
        plugin("sleeper", "sleep " + nap + "\n");
        Process process = cli.process(
                Main.class,
                "scan",
                registry.reference("nydus-v6"),
                registry.reference("layers-nydus-v6"),
                "--jobs",
                "1",
                "--plugins",
                plugins.toString(),
                "--format",
                "json",
                "--receipt",
                directory.resolve("receipt.json").toString());
        HostProcesses.await(nap);

        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

        JsonNode document = Json.read(process.getInputStream().readAllBytes(), JsonNode.class);
        assertThat(process.waitFor()).isEqualTo(130);
        assertThat(document.get("images")).hasSize(2);
        for (int image = 0; image < 2; image++) {
            assertThat(document.get("images").get(image).get("problem").asString())
                    .isEqualTo("the scan was ended before it was complete");
            assertThat(receipt().get(image).get("complete").asBoolean()).isFalse();
        }
        assertThat(HostProcesses.with(nap)).isEmpty();
    }
}

package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.output.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** SARIF of plugins, as code scanning takes it. */
class SarifTest extends PluginRuns {
    private static final String NAMESPACE = "github.com/chaitin/veinmind-tools/veinmind-common/go/service/report";

    /** A plugin that reports a finding of the kind with the members {@code detail}. */
    private static String reports(String level, String kind, String detail) {
        return "call " + NAMESPACE + " report '{\"level\":\"" + level + "\",\"event_type\":\"Risk\",\"detect_type\":"
                + "\"Image\",\"alert_type\":\"" + kind + "\",\"alert_detail\":" + detail.replace("~", "\"") + "}'\n";
    }

    private JsonNode sarif(String... options) throws IOException {
        Cli.Result result = run(options);
        assertThat(result.code()).as(result.err()).isZero();
        return valid(result.out());
    }

    private static JsonNode valid(String document) throws IOException {
        assertThat(SarifSchema.faults(document)).isEmpty();
        return Json.read(document.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private JsonNode result(String level, String kind, String detail) throws IOException {
        plugin("one", reports(level, kind, detail));
        return sarif("--format", "sarif").at("/runs/0/results/0");
    }

    private static String uri(JsonNode result) {
        return result.at("/locations/0/physicalLocation/artifactLocation/uri").asString();
    }

    @Test
    void aFileIsALocation() throws IOException {
        JsonNode result = result(
                "High",
                "SensitiveFile",
                "{~path~:~/root/.ssh/id_rsa~,~rule_id~:~private-key~,~rule_description~:~Private key~}");
        assertThat(uri(result)).isEqualTo("root/.ssh/id_rsa");
        assertThat(result.at("/locations/0/physicalLocation/region/startLine").asInt())
                .isEqualTo(1);
        assertThat(result.at("/ruleId").asString()).isEqualTo("SensitiveFile/private-key");
        assertThat(result.at("/level").asString()).isEqualTo("error");
        assertThat(result.at("/message/text").asString())
                .isEqualTo("/root/.ssh/id_rsa: Private key, in " + registry.reference("nydus-v6"));
    }

    @Test
    void oddPathsArePercentEncoded() throws IOException {
        plugin(
                "odd",
                reports("Low", "Backdoor", "{~path~:~/a b/c:d?e#f%g/\\u00e9~}")
                        + reports("Low", "Backdoor", "{~path~:~/../../etc/./passwd~}")
                        + reports("Low", "Backdoor", "{~path~:~/~}"));
        List<String> uris = sarif("--format", "sarif")
                .at("/runs/0/results")
                .valueStream()
                .map(SarifTest::uri)
                .toList();
        assertThat(uris).containsExactly("a%20b/c%3Ad%3Fe%23f%25g/%C3%A9", "etc/passwd", ".");
    }

    @Test
    void aLineIsTheRegion() throws IOException {
        JsonNode result = result("Low", "IaC", "{~file_info~:{~file_path~:~/Dockerfile~,~start_line~:7}}");
        assertThat(uri(result)).isEqualTo("Dockerfile");
        assertThat(result.at("/locations/0/physicalLocation/region/startLine").asInt())
                .isEqualTo(7);
    }

    @Test
    void theConfigurationIsTheLocationOfWhatHasNoPath() throws IOException {
        JsonNode result = result("Medium", "SensitiveEnv", "{~key~:~DB_PASSWORD~,~value~:~***~}");
        assertThat(uri(result)).isEqualTo("config");
        JsonNode logical = result.at("/locations/0/logicalLocations/0");
        assertThat(logical.at("/fullyQualifiedName").asString()).isEqualTo("config.Env.DB_PASSWORD");
        assertThat(logical.at("/kind").asString()).isEqualTo("variable");
        plugin("one", reports("Low", "Asset", "{}"));
        assertThat(uri(sarif("--format", "sarif").at("/runs/0/results/0"))).isEqualTo("config");
    }

    @Test
    void eachKindHasARuleOfTheGravestLevel() throws IOException {
        plugin(
                "rules",
                reports("Low", "SensitiveFile", "{~path~:~/a~,~rule_id~:~key~,~rule_description~:~A key~}")
                        + reports("Critical", "SensitiveFile", "{~path~:~/b~,~rule_id~:~key~}")
                        + reports("Medium", "own kind", "{~path~:~/c~}"));
        JsonNode driver = sarif("--format", "sarif").at("/runs/0/tool/driver");
        assertThat(driver.at("/name").asString()).isEqualTo("rules");
        assertThat(driver.at("/version").asString()).isEqualTo("1.2");
        assertThat(driver.at("/rules")).hasSize(2);
        JsonNode key = driver.at("/rules/0");
        assertThat(key.at("/id").asString()).isEqualTo("SensitiveFile/key");
        assertThat(key.at("/name").asString()).isEqualTo("SensitiveFileKey");
        assertThat(key.at("/shortDescription/text").asString()).isEqualTo("A key");
        assertThat(key.at("/help/text").asString()).contains("Replace the secret");
        assertThat(key.at("/help/markdown").asString()).startsWith("**A file in the image holds a secret.**");
        assertThat(key.at("/properties/security-severity").asString()).isEqualTo("9.5");
        assertThat(key.at("/properties/tags/0").asString()).isEqualTo("security");
        assertThat(driver.at("/rules/1/properties/security-severity").asString())
                .isEqualTo("5.5");
        assertThat(driver.at("/rules/1/shortDescription/text").asString()).contains("own kind");
    }

    @Test
    void fingerprintsAreThoseOfEveryScanOfTheRepository() throws IOException {
        plugin("keys", "report High /root/.ssh/id_rsa\n");
        JsonNode first = sarif("--format", "sarif").at("/runs/0/results/0/partialFingerprints");
        assertThat(first.at("/primaryLocationLineHash").asString()).matches("[0-9a-f]{32}:1");
        Cli.Result other = cli.run(
                "scan", registry.reference("layers-nydus-v6"), "--plugins", plugins.toString(), "--format", "sarif");
        assertThat(valid(other.out()).at("/runs/0/results/0/partialFingerprints"))
                .isEqualTo(first);
    }

    @Test
    void aPluginHasOneRunForAllImages() throws IOException {
        plugin("a", "report High /x\n");
        plugin("b", "report High /y\n");
        Cli.Result result = cli.run(
                "scan",
                registry.reference("nydus-v6"),
                registry.reference("layers-nydus-v6"),
                registry.reference("absent"),
                "--plugins",
                plugins.toString(),
                "--format",
                "sarif");
        JsonNode runs = valid(result.out()).at("/runs");
        assertThat(runs).hasSize(3);
        assertThat(runs.at("/0/invocations")).hasSize(2);
        assertThat(runs.at("/0/results")).hasSize(2);
        JsonNode second = runs.at("/0/results/1");
        assertThat(second.at("/provenance/invocationIndex").asInt()).isEqualTo(1);
        assertThat(second.at("/properties/image").asString()).startsWith(registry.reference("layers-nydus-v6"));
        JsonNode failed = runs.at("/2");
        assertThat(failed.at("/tool/driver/name").asString()).isEqualTo("nydusview");
        assertThat(failed.at("/invocations/0/executionSuccessful").asBoolean()).isFalse();
        assertThat(failed.at("/invocations/0/toolExecutionNotifications/0/message/text")
                        .asString())
                .contains("absent");
    }
}

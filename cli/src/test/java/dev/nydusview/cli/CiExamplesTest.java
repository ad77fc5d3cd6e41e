package dev.nydusview.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.nydusview.base.Sha256;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The action and the examples for CI servers and clusters: valid by published schemas, and their scripts do what they say. */
class CiExamplesTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Path ROOT = Path.of("..");
    private static final Path EXAMPLES = Path.of("../docs/ci");
    private static final String IMAGE = "registry.example/app:1.0-nydus";
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ *([a-z._0-9-]+) *}}");

    private Path directory;

    @BeforeEach
    void setUp(@TempDir Path temporary) throws IOException {
        directory = temporary.toRealPath();
        InstalledProgram.in(directory);
    }

    private static List<JsonNode> documents(Path file) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
            return documents.readAll();
        }
    }

    private static List<String> faults(String schema, String place, JsonNode document) throws IOException {
        String resource = "/ci/" + schema + ".json";
        try (InputStream in = requireNonNull(CiExamplesTest.class.getResourceAsStream(resource))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_7, builder -> builder.schemas(Map.of("urn:published", text)));
            Schema published = registry.getSchema(SchemaLocation.of("urn:published" + place));
            return published.validate(document.toString(), InputFormat.JSON).stream()
                    .map(Object::toString)
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "../action.yml, 0, github-actions, ''",
        "../docs/ci/github.yml, 0, github-workflows, ''",
        "../docs/ci/gitlab.yml, 0, gitlab-ci, ''",
        "../docs/ci/gitlab-component.yml, 0, gitlab-ci, ''",
        "../docs/ci/gitlab-component.yml, 1, gitlab-ci, ''",
        "../docs/ci/tekton.yml, 0, tekton, #/definitions/v1.Task",
        "../docs/ci/tekton.yml, 1, tekton, #/definitions/v1.Pipeline",
        "../docs/ci/cronjob.yml, 0, kubernetes-cronjob, ''"
    })
    void areValid(Path file, int document, String schema, String place) throws IOException {
        assertThat(faults(schema, place, documents(file).get(document))).isEmpty();
    }

    /** Exit code and output of a script. */
    private record Result(int code, String out) {}

    private Result run(String script, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-o", "pipefail", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("XDG_RUNTIME_DIR", directory.toString());
        builder.environment().put("NYDUSVIEW_PLATFORM", "linux/amd64"); // of the sample images, whatever this runs on
        builder.environment().merge("PATH", directory + "/bin", (path, own) -> own + ":" + path);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), printed);
    }

    private static String demo() {
        return "oci:" + TestData.demoLayout() + ":nydus-v6";
    }

    /** Runs the steps of the action as a runner does; returns the last result. */
    private Result runAction(Map<String, String> given) throws Exception {
        JsonNode action = documents(ROOT.resolve("action.yml")).get(0);
        Map<String, String> known = new HashMap<>();
        action.get("inputs")
                .properties()
                .forEach(input -> known.put(
                        "inputs." + input.getKey(),
                        given.getOrDefault(
                                input.getKey(), input.getValue().path("default").asString(""))));
        known.put("github.action_path", directory.resolve("bin").toString());
        Result result = new Result(0, "");
        for (JsonNode step : action.get("runs").get("steps")) {
            Path outputs = directory.resolve("outputs of " + step.get("id").asString());
            Map<String, String> environment = new HashMap<>(Map.of("GITHUB_OUTPUT", outputs.toString()));
            step.get("env")
                    .properties()
                    .forEach(one -> environment.put(
                            one.getKey(), evaluated(one.getValue().asString(), known)));
            result = run(step.get("run").asString(), environment);
            if (Files.exists(outputs)) {
                for (String line : Files.readAllLines(outputs)) {
                    String[] pair = line.split("=", 2);
                    known.put("steps." + step.get("id").asString() + ".outputs." + pair[0], pair[1]);
                }
            }
            if (result.code() != 0) {
                return result;
            }
        }
        return result;
    }

    private static String evaluated(String text, Map<String, String> known) {
        return EXPRESSION
                .matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(requireNonNull(known.get(found.group(1)), found.group(1))));
    }

    @Test
    void theActionScansAndReports() throws Exception {
        Result result = runAction(Map.of("image", demo()));
        assertThat(result.code()).as(result.out()).isZero();
        assertThat(SarifSchema.faults(Files.readString(directory.resolve("nydusview.sarif"))))
                .isEmpty();
        assertThat(directory.resolve("receipt.json")).content().contains("\"complete\" : true");
        assertThat(directory.resolve("outputs of scan")).hasContent("exit-code=0");
    }

    @Test
    void theActionFailsOnFindingsOfALevel() throws Exception {
        Result result = runAction(Map.of("image", demo(), "fail-on", "critical"));
        assertThat(result.code()).as(result.out()).isEqualTo(1);
        assertThat(directory.resolve("outputs of scan")).hasContent("exit-code=1");
    }

    @Test
    void theActionInstallsAPackageOfThatDigestOnly() throws Exception {
        assertThat(run(
                                "mkdir nydusview-1; ln -s ../bin/nydusview nydusview-1; tar -czhf package.tar.gz nydusview-1",
                                Map.of())
                        .code())
                .isZero();
        Path archive = directory.resolve("package.tar.gz");
        Map<String, String> inputs =
                new HashMap<>(Map.of("image", demo(), "archive", archive.toUri().toString(), "sha256", "0".repeat(64)));
        assertThat(runAction(inputs).code()).isNotZero();
        assertThat(directory.resolve("outputs of install")).doesNotExist();
        inputs.put("sha256", Sha256.of(Files.readAllBytes(archive)).hex());
        Result result = runAction(inputs);
        assertThat(result.code()).as(result.out()).isZero();
    }

    @Test
    void theScriptOfTheTaskWritesItsReports() throws Exception {
        JsonNode step = documents(EXAMPLES.resolve("tekton.yml")).get(0).at("/spec/steps/0");
        Map<String, String> environment =
                Map.of("IMAGE", demo(), "FAIL_ON", "critical", "REPORTS", directory.toString());
        assertThat(run(step.get("script").asString(), environment).code()).isEqualTo(1);
        assertThat(directory.resolve("nydusview.sarif")).exists();
        assertThat(directory.resolve("receipt.json")).exists();
    }

    @Test
    void theScriptOfTheComponentWritesItsReports() throws Exception {
        JsonNode job =
                documents(EXAMPLES.resolve("gitlab-component.yml")).get(1).get("nydusview-scan");
        Map<String, String> environment = Map.of("IMAGE", demo(), "PLUGINS", "shipped", "FAIL_ON", "critical");
        assertThat(run(job.get("script").get(0).asString(), environment).code()).isEqualTo(1);
        assertThat(directory.resolve("nydusview.sarif")).exists();
    }

    @Test
    void theScriptOfThePipelineWritesItsReports() throws Exception {
        Matcher script =
                Pattern.compile("script: '([^']+)'").matcher(Files.readString(EXAMPLES.resolve("Jenkinsfile")));
        assertThat(script.find()).isTrue();
        assertThat(run(script.group(1), Map.of("IMAGE", demo())).code()).isEqualTo(1);
        assertThat(directory.resolve("nydusview.sarif")).exists();
    }

    @Test
    void theScriptOfTheCronJobScansACatalog() throws Exception {
        JsonNode container = documents(EXAMPLES.resolve("cronjob.yml"))
                .get(0)
                .at("/spec/jobTemplate/spec/template/spec/containers/0");
        List<String> reports = new ArrayList<>();
        try (LayoutRegistry registry = LayoutRegistry.start("team/app").add(OciLayout.open(TestData.demoLayout()))) {
            String script = container
                    .get("args")
                    .get(0)
                    .asString()
                    .replace("registry.example", registry.host())
                    .replace("prod-.*", "nydus-v6")
                    .replace("/reports/", directory + "/reports/");
            Files.createDirectory(directory.resolve("reports"));
            Result result = run(script, Map.of());
            assertThat(result.code()).as(result.out()).isEqualTo(1);
        }
        try (var files = Files.list(directory.resolve("reports"))) {
            files.forEach(file -> reports.add(String.valueOf(file.getFileName())));
        }
        assertThat(reports).hasSize(2).contains("receipt.json").anyMatch(name -> name.endsWith(".sarif"));
    }

    @Test
    void allNameTheSameImage() throws IOException {
        for (String example : List.of("github.yml", "gitlab.yml", "gitlab-component.yml", "Jenkinsfile")) {
            assertThat(EXAMPLES.resolve(example)).content().contains(IMAGE);
        }
    }
}

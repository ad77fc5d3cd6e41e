package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import dev.nydusview.base.Sha256;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Commands that show what a registry or a file says of images, of Nydus images and of plain ones. */
class DocumentCommandsTest {
    private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private LayoutRegistry registry;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path temporary) throws IOException {
        cli = new Cli(temporary);
        registry = LayoutRegistry.start("demo", new Recording()).add(OciLayout.open(TestData.demoLayout()));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    /** Notes the path and query of each request. */
    private final class Recording extends Filter {
        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            requests.add(exchange.getRequestURI().toString());
            chain.doFilter(exchange);
        }

        @Override
        public String description() {
            return "notes requests";
        }
    }

    private static JsonNode json(Cli.Result result) throws IOException {
        assertThat(result.code()).as(result.err()).isZero();
        return Json.read(result.out().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private static String blob(Sha256 digest) throws IOException {
        return Files.readString(TestData.demoLayout().resolve("blobs/sha256").resolve(digest.hex()));
    }

    private static String manifest(String tag) throws IOException {
        return blob(OciLayout.open(TestData.demoLayout()).named(tag).digest());
    }

    private static Sha256 config(String tag) throws IOException {
        JsonNode manifest = Json.read(manifest(tag).getBytes(StandardCharsets.UTF_8), JsonNode.class);
        return Sha256.parse(manifest.get("config").get("digest").asString());
    }

    @ParameterizedTest
    @CsvSource({"nydus-v6", "layers-nydus-v6"})
    void documentsAreWrittenByteForByte(String tag) throws IOException {
        String reference = registry.reference(tag);

        assertThat(cli.run("manifest", "--raw", "--twin=never", reference))
                .isEqualTo(new Cli.Result(0, manifest(tag), ""));
        assertThat(cli.run("config", "--raw", "--twin=never", reference))
                .isEqualTo(new Cli.Result(0, blob(config(tag)), ""));
    }

    @Test
    void documentsOfPlainImagesAreWrittenByteForByte() {
        String configuration = "{ \"os\":\"linux\", \"architecture\":\"amd64\", \"own\": 1.50 }\n";
        Descriptor image = image(configuration);

        String manifest = cli.run("manifest", "--raw", "--twin=never", registry.reference("made"))
                .out();
        assertThat(Sha256.of(manifest.getBytes(StandardCharsets.UTF_8))).isEqualTo(image.digest());
        assertThat(cli.run("config", "--raw", "--twin=never", registry.reference("made")))
                .isEqualTo(new Cli.Result(0, configuration, ""));
    }

    @Test
    void onlyManifestAndConfigurationAreFetched() throws IOException {
        cli.with("NYDUSVIEW_NO_CACHE", "1");
        cli.run("layers", registry.reference("nydus-v6"));
        cli.run("config", registry.reference("nydus-v6"));

        String manifest = "/v2/demo/manifests/nydus-v6";
        String config = "/v2/demo/blobs/" + config("nydus-v6");
        assertThat(requests)
                .containsOnly(manifest, config)
                .filteredOn(manifest::equals)
                .hasSize(2);
    }

    @Test
    void configurationIsReadable() {
        String text = cli.run("config", registry.reference("nydus-v6")).out();

        assertThat(text)
                .containsPattern("(?m)^Platform: +linux/amd64$")
                .containsPattern("(?m)^Working Directory: +/app$")
                .containsPattern("(?m)^Environment: +PATH=/bin\n +DB_PASSWORD=hunter2-made-up$");
    }

    @Test
    void documentsHaveWhatTheImageHas() throws IOException {
        JsonNode config = json(cli.run("config", "--format", "json", registry.reference("nydus-v6")));
        JsonNode manifest = json(cli.run("manifest", "--format", "json", registry.reference("nydus-v6")));

        assertThat(config.get("digest").asString()).isEqualTo(config("nydus-v6").toString());
        assertThat(config.get("config").get("config").get("WorkingDir").asString())
                .isEqualTo("/app");
        assertThat(manifest.get("image").asString())
                .isEqualTo(registry.reference("nydus-v6") + "@"
                        + manifest.get("digest").asString());
        assertThat(manifest.get("manifest").get("layers").size()).isEqualTo(2);
    }

    @Test
    void historyIsBesideTheLayers() throws IOException {
        JsonNode steps = json(cli.run("history", "--format", "json", registry.reference("nydus-v6")))
                .get("history");
        JsonNode layers = json(cli.run("layers", "--format", "json", registry.reference("nydus-v6")))
                .get("layers");

        assertThat(layers.get(0).get("kind").asString()).isEqualTo("blob");
        assertThat(layers.get(1).get("kind").asString()).isEqualTo("bootstrap");
        assertThat(layers.get(0).has("chunks")).isFalse();
        assertThat(steps.get(0).get("layer")).isEqualTo(layers.get(0).get("digest"));
        assertThat(steps.get(0).get("size")).isEqualTo(layers.get(0).get("size"));
        assertThat(steps.get(1).get("emptyLayer").asBoolean()).isTrue();
        assertThat(steps.get(1).has("layer")).isFalse();
        assertThat(steps.get(4).get("layer")).isEqualTo(layers.get(1).get("digest"));
        assertThat(cli.run("history", registry.reference("nydus-v6")).out())
                .containsPattern("empty  - +/bin/sh -c #\\(nop\\)  ENV DB_PASSWORD");
    }

    @Test
    void requestsKnowTheNumbersOfChunks() throws IOException {
        Cli.Result result = cli.run(
                "inspect", "-q", registry.reference("nydus-v6"), "-R", "layers", "-R", "config", "-R", "history");

        assertThat(result.code()).as(result.err()).isZero();
        List<String> answers = result.out().lines().toList();
        JsonNode layers = Json.read(answers.get(0).getBytes(StandardCharsets.UTF_8), JsonNode.class);
        assertThat(layers.get("layers").get(0).get("chunks").asInt()).isPositive();
        assertThat(answers.get(1)).contains("\"WorkingDir\":\"/app\"");
        assertThat(answers.get(2)).contains("\"emptyLayer\":true");
    }

    @Test
    void bareBootstrapHasNoDocuments() {
        String source = "bootstrap:" + GoldenImage.of("v6-zstd-4k").bootstrap();

        for (String command : List.of("config", "history", "layers", "manifest")) {
            assertThat(cli.run(command, source).code()).isEqualTo(2);
            assertThat(cli.run(command, source).err()).contains("is a bare bootstrap");
        }
        Cli.Result request = cli.run("inspect", "-q", source, "-R", "config");
        assertThat(request.code()).isEqualTo(2);
        assertThat(request.out()).contains("neither manifest nor configuration");
    }

    @Test
    void twinIsShownWithANoteUnlessItIsRefused() throws IOException {
        String reference = StandIns.in(registry, OciLayout.open(TestData.misplacedLayout()))
                .tag("oci");
        Cli.Result twin = cli.run("layers", "--format", "json", reference);
        Cli.Result plain = cli.run("layers", "--twin=never", "--format", "json", reference);

        assertThat(twin.err()).contains("in place of sha256:", "--twin=never refuses that");
        assertThat(json(twin).get("standsInFor").get("relation").asString()).isEqualTo("subject");
        assertThat(plain.err()).isEmpty();
        assertThat(json(plain).get("layers").get(0).get("kind").asString()).isEqualTo("oci");
    }

    @Test
    void imageIsChosenFromAnIndexUnlessTheIndexIsWanted() throws IOException {
        Descriptor arm = image("linux", "arm64", "one");
        Descriptor amd = image("linux", "amd64", "two");
        String index = "{\"schemaVersion\":2,\"manifests\":[" + entry(arm, "arm64") + "," + entry(amd, "amd64") + "]}";
        registry.addManifest("index", MediaTypes.OCI_INDEX, index.getBytes(StandardCharsets.UTF_8));
        String reference = registry.reference("index");

        assertThat(cli.run("manifest", "--index", "--raw", reference).out()).isEqualTo(index);
        assertThat(cli.run("manifest", "--index", reference).out())
                .contains("linux/arm64", arm.digest().toString(), amd.digest().toString());
        assertThat(cli.run("config", "--twin=never", reference).out()).contains("linux/amd64", "PATH=two");
        assertThat(cli.run("config", "--twin=never", "--platform", "linux/arm64", reference)
                        .out())
                .contains("linux/arm64", "PATH=one");
        assertThat(cli.run("manifest", "--twin=never", "--platform", "linux/s390x", reference)
                        .code())
                .isEqualTo(3);
    }

    private static String entry(Descriptor manifest, String architecture) {
        return "{\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"digest\":\"" + manifest.digest()
                + "\",\"size\":" + manifest.size() + ",\"platform\":{\"os\":\"linux\",\"architecture\":\""
                + architecture + "\"}}";
    }

    private Descriptor image(String os, String architecture, String path) {
        return image("{\"os\":\"" + os + "\",\"architecture\":\"" + architecture + "\",\"config\":{\"Env\":[\"PATH="
                + path + "\"]},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}");
    }

    private Descriptor image(String configuration) {
        Descriptor config = registry.addBlob(CONFIG_TYPE, configuration.getBytes(StandardCharsets.UTF_8));
        String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_MANIFEST
                + "\",\"config\":{\"mediaType\":\"" + CONFIG_TYPE + "\",\"digest\":\"" + config.digest()
                + "\",\"size\":"
                + config.size() + "},\"layers\":[{\"mediaType\":\"" + LAYER_TYPE + "\",\"digest\":\"" + config.digest()
                + "\",\"size\":" + config.size() + "}]}";
        return registry.addManifest("made", MediaTypes.OCI_MANIFEST, manifest.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void hostileTextsCannotActOnATerminal() {
        image("{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":{\"Env\":[\"A=\\u001b[2J\\nUser: root\"],"
                + "\"Labels\":{\"\\u202e\":\"\\u009b\"}},\"history\":[{\"created\":\"now\\nthen\",\"created_by\":\""
                + "x\\u001b]0;\\u0007" + "y".repeat(5000) + "\"}]}");
        String reference = registry.reference("made");

        String config = cli.run("config", "--twin=never", reference).out();
        String history = cli.run("history", "--twin=never", reference).out();

        assertThat(config + history).doesNotContain("\033", "\u009b", "\u202e", "\u0007");
        assertThat(config).containsPattern("(?m)^Environment: +A=\\\\x1b\\[2J User: root$");
        assertThat(history.lines()).hasSize(2).allMatch(line -> line.length() < 150);
        assertThat(cli.run("history", "--twin=never", "--no-trunc", reference).out())
                .contains("y".repeat(5000));
        assertThat(cli.run("history", "--twin=never", "--format", "json", reference)
                        .out())
                .contains("y".repeat(5000))
                .doesNotContain("\033");
    }

    @Test
    void stepsAreNotAssignedIfTheirNumberIsWrong() {
        image(
                "{\"os\":\"linux\",\"architecture\":\"amd64\",\"history\":[{\"created_by\":\"a\"},{\"created_by\":\"b\"}]}");

        assertThat(cli.run("history", "--twin=never", registry.reference("made"))
                        .out())
                .contains("The steps cannot be assigned to layers: their numbers differ.");
    }

    @Test
    void configurationOfWrongTypesIsCorrupt() {
        image("{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":{\"Env\":{}}}");

        Cli.Result result = cli.run("config", "--twin=never", registry.reference("made"));

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.err()).contains("is corrupt: \"Env\" is not an array");
    }

    @Test
    void tagsAreListedPageByPage() throws IOException {
        String repository = registry.host() + "/demo";
        for (String tag : List.of("a1", "a2", "b1", "b2", "c")) {
            registry.addManifest(tag, MediaTypes.OCI_MANIFEST, "{}".getBytes(StandardCharsets.UTF_8));
        }
        List<String> all = cli.run("tags", repository).out().lines().toList();

        assertThat(all).containsExactly("a1", "a2", "b1", "b2", "c", "layers-nydus-v6", "nydus-v6");
        assertThat(requests).hasSizeGreaterThan(1);
        requests.clear();
        JsonNode first = json(cli.run("tags", "--limit", "2", "--format", "json", repository));
        assertThat(first.get("tags").size()).isEqualTo(2);
        assertThat(first.get("complete").asBoolean()).isFalse();
        assertThat(requests).containsExactly("/v2/demo/tags/list?n=2");
        assertThat(cli.run("tags", "--filter", ".2", "docker://" + repository).out())
                .isEqualTo("a2\nb2\n");
        assertThat(json(cli.run("tags", "--limit", "50", "--format", "json", repository))
                        .get("complete")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void repositoriesAreListed() throws IOException {
        assertThat(cli.run("catalog", registry.host()).out()).isEqualTo("demo\n");
        assertThat(json(cli.run("catalog", "--filter", "x.*", "--format", "json", registry.host()))
                        .get("repositories")
                        .size())
                .isZero();
    }

    @Test
    void filesHaveNamesToo() throws IOException {
        assertThat(cli.run("tags", "oci:" + TestData.demoLayout()).out()).contains("nydus-v6\n");
        assertThat(cli.run("layers", "oci:" + TestData.demoLayout() + ":nydus-v6")
                        .out())
                .contains("bootstrap");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            tags app:1                | docker.io/library/app:1 names one image: name the repository, docker.io/library/app
            tags oci:layout:tag       | oci:layout:tag names one image: leave out its name
            tags dir:layout           | dir:layout has a single image, without a name
            tags app --limit 0        | --limit must be at least 1
            tags app --filter (       | --filter is not a regular expression
            catalog host/name         | invalid registry "host/name": write HOST or HOST:PORT
            config app --blob-dir=x   | Unknown option: '--blob-dir=x'
            """)
    void wrongUsageIsExplained(String arguments, String message) {
        Cli.Result result = cli.run(arguments.split(" "));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("nydusview: " + message);
    }
}

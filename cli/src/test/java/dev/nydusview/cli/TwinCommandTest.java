package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.output.Json;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.ProcessLines;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Commands on a plain OCI image for which a Nydus image stands in that has another tree. */
@Tag("mount")
class TwinCommandTest {
    private static final String PLAIN = " is a plain OCI image, not a Nydus image: no layer has the annotation"
            + " containerd.io/snapshot/nydus-bootstrap; ";
    private static final String ADVICE = "; convert it with nydusify, or scan it as an OCI image";

    private LayoutRegistry registry;
    private StandIns images;
    private String reference;
    private String twin;
    private String plain;
    private Path directory;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path temporary) throws IOException {
        directory = temporary.toRealPath();
        cli = new Cli(directory);
        registry = LayoutRegistry.start("misplaced");
        images = StandIns.in(registry, OciLayout.open(TestData.misplacedLayout()));
        reference = images.tag("oci");
        twin = images.twin().digest().toString();
        plain = images.plain().digest().toString();
    }

    @AfterEach
    void tearDown() {
        registry.close();
    }

    private String said(String named, String digest, String relation) {
        return "nydusview: reading the Nydus image " + named + "@" + digest + " in place of " + plain + ", " + relation
                + "; --twin=never refuses that\n";
    }

    private static JsonNode json(String text) throws IOException {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private void assertNamed(JsonNode document, String digest, String relation) {
        assertThat(document.get("standsInFor").get("digest").asString()).isEqualTo(plain);
        assertThat(document.get("standsInFor").get("relation").asString()).isEqualTo(relation);
        JsonNode own = document.get("digest");
        assertThat(own == null ? document.get("image").asString() : own.asString())
                .endsWith(digest);
    }

    @Test
    void commandsThatLookReadAnyAndSaySo() throws IOException {
        String subject = said(reference, twin, "which it names as its subject");
        Cli.Result result = cli.run("ls", "-q", reference, "/etc/service");

        assertThat(result).isEqualTo(new Cli.Result(0, "conf\njob\n", subject));
        assertThat(cli.run("ls", "-q", "--twin=any", images.tag("index"), "/etc/service")
                        .err())
                .isEqualTo(
                        said(images.tag("index"), images.nydus().digest().toString(), "which lies in the same index"));
        assertThat(cli.run("ls", images.tag("nydus-v6"), "/etc/service").err()).isEmpty();
        for (String[] line : List.of(
                new String[] {"stat", reference, "/"},
                new String[] {"ls", reference},
                new String[] {"blobs", reference},
                new String[] {"cat", reference, "/etc/os-release"},
                new String[] {"check", reference})) {
            String[] asked = Stream.concat(Arrays.stream(line), Stream.of("--format", "json"))
                    .toArray(String[]::new);
            Cli.Result answer = cli.run(asked);
            assertThat(answer.err()).isEqualTo(subject);
            assertNamed(json(answer.out()), twin, "subject");
        }
        assertThat(cli.run("check", "-q", reference).out())
                .startsWith(reference + "@" + twin + " in place of " + plain + ", which it names as its subject: ");
        JsonNode difference = json(cli.run("diff", "--summary", "--format", "json", reference, images.tag("nydus-v6"))
                .out());
        assertThat(difference.get("beforeStandsInFor").get("digest").asString()).isEqualTo(plain);
        assertThat(difference.has("afterStandsInFor")).isFalse();
    }

    @Test
    void plainImageIsRefusedWithoutIt() {
        String refusal = "a Nydus twin of it is not read; --twin=trusted --trust-twins " + images.repository()
                + " accepts twins from this repository";
        Cli.Result refused = new Cli.Result(5, "", "nydusview: " + reference + PLAIN + refusal + ADVICE + "\n");

        assertThat(cli.run("ls", "--twin=never", reference)).isEqualTo(refused);
        assertThat(cli.run("ls", "--no-twin", reference)).isEqualTo(refused);
        assertThat(cli.run("ls", "--twin=never", images.tag("index")))
                .isEqualTo(new Cli.Result(
                        5,
                        "",
                        "nydusview: " + images.tag("index") + " has a plain OCI image for linux/amd64; " + refusal
                                + ADVICE + "\n"));
        assertThat(cli.with("NYDUSVIEW_NO_TWIN", "true").run("ls", reference)).isEqualTo(refused);
    }

    @Test
    void repositoriesThatAreTrusted() {
        assertThat(cli.run("ls", "--twin=trusted", "--trust-twins", registry.host() + "/**", reference, "/etc/service")
                        .out())
                .isEqualTo("conf\njob\n");
        assertThat(cli.run("ls", "--twin=trusted", "--trust-twins", "a/b,c/**", reference))
                .isEqualTo(new Cli.Result(
                        5,
                        "",
                        "nydusview: " + reference + PLAIN + "no pattern of --trust-twins matches " + images.repository()
                                + ", so a Nydus twin of it is not read" + ADVICE + "\n"));
        assertUsage("--twin=trusted needs --trust-twins PATTERN", "--twin=trusted");
        assertUsage("--trust-twins is for --twin=trusted, not for --twin=any", "--trust-twins", "a/b");
        assertUsage("--no-twin contradicts --twin=any", "--twin=any", "--no-twin");
    }

    private void assertUsage(String message, String... options) {
        List<String> line = new ArrayList<>(List.of("ls", reference));
        line.addAll(List.of(options));
        Cli.Result result = cli.run(line.toArray(String[]::new));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(message);
    }

    @Test
    void scansReadThePlainImage() throws IOException {
        String[] refused = {"scan", reference, "--", "true", "{}"};
        assertThat(cli.run(refused).code()).isEqualTo(121);
        assertThat(cli.run(refused).err())
                .contains("a Nydus twin of it is not read", "--trust-twins " + images.repository(), "--plain=pull");
        for (String tag : List.of("oci", "index")) {
            for (String option : List.of("--plain=pull", "--fallback=pull")) {
                Cli.Result pulled = scan(images.tag(tag), option, "-q");
                assertThat(pulled.code()).as(pulled.err()).isZero();
                assertThat(pulled.out()).isEqualTo("base\njob\n");
                JsonNode image = receipt().get("image");
                assertThat(image.get("digest").asString()).isEqualTo(plain);
                assertThat(image.get("way").asString()).isEqualTo("pull");
                assertThat(image.has("standsInFor")).isFalse();
            }
        }
        Cli.Result lazy = scan(reference, "--twin=any", "-q");
        assertThat(lazy.out()).isEqualTo("base\n");
        assertThat(lazy.err()).isEqualTo(said(reference, twin, "which it names as its subject"));
        assertNamed(receipt().get("image"), twin, "subject");
        assertThat(scan(images.tag("index"), "--twin=any").err())
                .contains("in place of " + plain + ", which lies in the same index, read lazily");
        assertNamed(receipt().get("image"), images.nydus().digest().toString(), "index");
    }

    private Cli.Result scan(String image, String... options) {
        List<String> line = new ArrayList<>(List.of("scan", image));
        line.addAll(List.of("--receipt", directory.resolve("receipt.json").toString()));
        line.addAll(List.of(options));
        line.addAll(List.of("--", "sh", "-c", "ls \"$1/etc/cron.d\"", "sh", "{}"));
        return cli.run(line.toArray(String[]::new));
    }

    private JsonNode receipt() throws IOException {
        return json(Files.readString(directory.resolve("receipt.json")));
    }

    @Test
    void findingsNameBothImagesInEveryFormat() throws IOException {
        ShellPlugins plugins = new ShellPlugins(directory.resolve("plugins"));
        plugins.add("nothing", "true\n");
        if (!Files.isWritable(Path.of("/proc/sys/kernel/hostname"))) {
            cli.with("NYDUSVIEW_PLUGIN_NETWORK", "true");
        }
        String place = plugins.directory().toString();
        String phrase = "in place of " + plain + ", which it names as its subject";
        assertThat(cli.run("plugin", "run", place, reference).code()).isEqualTo(121);

        assertThat(cli.run("plugin", "run", place, reference, "--twin=any", "-q")
                        .out())
                .startsWith(reference + "@" + twin + ", read " + phrase + ": 0 findings");
        JsonNode json = json(cli.run("scan", reference, "--plugins", place, "--twin=any", "--format", "json")
                .out());
        assertNamed(json.get("images").get(0), twin, "subject");
        JsonNode sarif = json(cli.run("scan", reference, "--plugins", place, "--twin=any", "--format", "sarif")
                .out());
        assertNamed(sarif.get("runs").get(0).get("invocations").get(0).get("properties"), twin, "subject");
        assertThat(cli.run("scan", reference, "--plugins", place, "--twin=any", "--format", "html")
                        .out())
                .contains("A Nydus image, read " + phrase + ".");
    }

    @Test
    void mountsNameBothImages() throws Exception {
        Path mountPoint = Files.createDirectory(directory.resolve("mnt"));
        Process process = cli.process(Main.class, "mount", "-q", reference, mountPoint.toString());
        try {
            String line = ProcessLines.of(process.getInputStream()).next();
            assertThat(line)
                    .isEqualTo("mounted " + reference + "@" + twin + " at " + mountPoint + ", in place of " + plain
                            + ", which it names as its subject");
            String note = ProcessLines.of(process.getErrorStream()).nextWith("nydusview:"); // a JVM may warn before
            assertThat(note)
                    .isEqualTo(said(reference, twin, "which it names as its subject")
                            .strip());
            JsonNode status = json(
                    cli.run("status", "--format", "json", mountPoint.toString()).out());
            assertNamed(status.get("mounts").get(0), twin, "subject");
            assertThat(cli.run("status", mountPoint.toString()).out()).contains("in place of " + plain);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    @Test
    void platformOfASingleImageIsChecked() {
        Cli.Result result = cli.run("ls", "--platform", "linux/arm64", images.tag("nydus-v6"));

        assertThat(result)
                .isEqualTo(new Cli.Result(
                        3,
                        "",
                        "nydusview: " + images.tag("nydus-v6")
                                + " is an image for linux/amd64, not for linux/arm64: choose"
                                + " it with --platform linux/amd64\n"));
    }
}

package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.base.SafeText;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.ListingEntry;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Commands that read images, on images that the real tools have written. */
class ImageCommandsTest {
    private static final GoldenImage IMAGE = GoldenImage.of("v6-zstd-4k");

    private Path directory;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path directory) {
        this.directory = directory;
        cli = new Cli(directory);
    }

    private static String source(GoldenImage image) {
        return "bootstrap:" + image.bootstrap();
    }

    private Cli.Result run(String command, String... more) {
        return cli.with("NYDUSVIEW_BLOB_DIR", IMAGE.blobs().toString())
                .run(Stream.concat(Stream.of(command, source(IMAGE)), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static JsonNode json(String text) {
        try {
            return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The listing has names as Latin-1, the command escapes them. */
    private static String escaped(String latin1) {
        return SafeText.escape(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aMirrorThatFailsIsNamedOnce() throws Exception {
        try (LayoutRegistry registry = LayoutRegistry.start("demo").add(OciLayout.open(TestData.demoLayout()))) {
            String image = registry.reference("nydus-v6");
            Process listing = cli.process(Main.class, "ls", image, "/etc", "--mirror", "http://127.0.0.1:1");
            listing.getOutputStream().close();
            String said = new String(listing.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(listing.waitFor()).isZero();
            assertThat(said).containsOnlyOnce("nydusview: mirror 127.0.0.1:1 is left alone for a minute: ");
        }
    }

    static Stream<GoldenImage> images() {
        return GoldenImage.all();
    }

    @Test
    void habitsOfLsAndDuAreTaken() {
        String exact = run("ls", "-l", "/etc/passwd").out();
        String readable = run("ls", "-lah", "/etc/passwd").out();

        assertThat(readable).containsPattern(" [0-9.]+ [KMG]?i?B [0-9]{4}-").isNotEqualTo(exact);
        assertThat(run("ls", "-a", "/").out()).isEqualTo(run("ls", "/").out());
        assertThat(run("du", "-h", "/etc").out())
                .isEqualTo(run("du", "/etc").out())
                .contains(" B ");
    }

    @ParameterizedTest
    @MethodSource("images")
    void recursiveListingHasEverything(GoldenImage image) throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (ListingEntry entry : image.listing().entries().values()) {
            String mode = entry.mode().substring(entry.mode().length() - 4);
            String size = entry.size() == null ? "" : " " + entry.size();
            String target = entry.target() == null ? "" : " -> " + escaped(entry.target());
            String device = entry.rdev() == null ? "" : " " + entry.rdev();
            expected.put(escaped(entry.path()), mode + " " + entry.uid() + ":" + entry.gid() + size + target + device);
        }
        expected.remove("/");

        Cli.Result result = cli.run("ls", "-R", "--format", "ndjson", source(image));

        Map<String, String> listed = new TreeMap<>();
        result.out().lines().map(ImageCommandsTest::json).forEach(entry -> {
            String size = entry.get("type").asString().equals("regular") ? " " + entry.get("size") : "";
            String target = entry.has("target") ? " -> " + entry.get("target").asString() : "";
            String device = entry.has("device") ? " " + entry.get("device").asString() : "";
            listed.put(
                    entry.get("path").asString(),
                    entry.get("mode").asString() + " " + entry.get("uid") + ":" + entry.get("gid") + size + target
                            + device);
        });
        assertThat(result.code()).isZero();
        assertThat(listed).isEqualTo(expected);
    }

    @Test
    void namesAreSafeForTerminalsAndLeadBack() {
        Cli.Result names = run("ls", "/names");

        assertThat(names.out())
                .contains("latin1-\\xe9\\xff\\x80\n", "new\\x0aline\n", "back\\\\slash\n", "\\x01ctl\\x7f\n");
        names.out().lines().forEach(name -> assertThat(
                        run("stat", "/names/" + name).code())
                .as(name)
                .isZero());
    }

    @Test
    void longListingHasOneLineAFile() {
        assertThat(run("ls", "-l", "/etc/passwd").out()).matches("-rw-r--r-- +1 +0 +0 +\\d+ 2020-\\S+Z /etc/passwd\n");
        assertThat(run("ls", "/etc").out()).isEqualTo("future\nnsec\nold\nos-release\npasswd\nshadow\n");
        JsonNode document = json(run("ls", "--format", "json", "/etc").out());
        assertThat(document.get("schemaVersion").asInt()).isEqualTo(1);
        assertThat(document.get("entries").size()).isEqualTo(6);
        assertThat(json(run("ls", "--format", "json", "/empty-dir").out())
                        .get("entries")
                        .size())
                .isZero();
    }

    @Test
    void optionsStandAnywhere() {
        assertThat(run("ls", "/etc/passwd", "-l", "/etc/shadow", "--format", "ndjson", "/links/rel")
                        .out()
                        .lines())
                .hasSize(3);
    }

    @Test
    void statShowsAttributes() throws IOException {
        ListingEntry withXattr = IMAGE.listing().entries().values().stream()
                .filter(entry -> !entry.xattrs().isEmpty())
                .findFirst()
                .orElseThrow();

        JsonNode document =
                json(run("stat", "--format", "json", escaped(withXattr.path())).out());

        assertThat(document.propertyNames())
                .contains("schemaVersion", "image", "path", "type", "mode", "uid", "gid", "nlink", "size", "xattrs");
        assertThat(document.get("xattrs").propertyNames())
                .containsExactlyInAnyOrderElementsOf(withXattr.xattrs().keySet().stream()
                        .map(ImageCommandsTest::escaped)
                        .toList());
        assertThat(run("stat", "/etc/os-release").out())
                .contains(
                        "\nName:                   os-release\nPath:                   /etc/os-release\n",
                        "\nMode:                   0x81A4 -rw-r--r--\n",
                        "\nSize:                   64\n",
                        "\nChunks:                 1\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/os-release", "etc//os-release", "/etc/../etc/./os-release", "/../etc/os-release"})
    void catWritesTheBytes(String path) {
        assertThat(run("cat", path).out())
                .startsWith("PRETTY_NAME=\"Edge Linux 3\"\n")
                .hasSize(64);
    }

    @Test
    void catTakesSeveralFiles() {
        assertThat(run("cat", "/etc/passwd", "/etc/os-release").out())
                .startsWith("root:")
                .contains("PRETTY_NAME");
    }

    @Test
    void wrongPathsAreExplained() {
        assertThat(run("cat", "/etc/nothing"))
                .isEqualTo(new Cli.Result(
                        3,
                        "",
                        "nydusview: /etc/nothing: no such file or directory in the image; `ls` lists the files\n"));
        assertThat(run("cat", "/etc"))
                .isEqualTo(new Cli.Result(1, "", "nydusview: /etc: is a directory, not a regular file\n"));
        assertThat(run("ls", "/etc/passwd/x"))
                .isEqualTo(new Cli.Result(
                        3, "", "nydusview: /etc/passwd/x: a component of the path is not a directory\n"));
        assertThat(run("stat", "/etc/passwd/").code()).isEqualTo(3);
    }

    @Test
    void damagedChunkIsNeverWritten() throws IOException {
        Path blobs = Files.createDirectory(directory.resolve("blobs"));
        try (Stream<Path> originals = Files.list(IMAGE.blobs())) {
            for (Path original : originals.toList()) {
                byte[] bytes = Files.readAllBytes(original);
                for (int i = 0; i < bytes.length; i += 16) {
                    bytes[i] ^= 1;
                }
                Files.write(blobs.resolve(original.getFileName().toString()), bytes);
            }
        }

        Cli.Result result =
                cli.run("cat", source(IMAGE), "--blob-dir", blobs.toString(), "--no-cache", "/etc/os-release");

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("nydusview: ").hasLineCount(1);
    }

    @Test
    void registryIsReadLazilyAndItsErrorsHaveTheirCodes() throws IOException {
        try (LayoutRegistry registry = LayoutRegistry.start("demo").add(OciLayout.open(TestData.demoLayout()))) {
            String image = registry.reference("nydus-v6");
            assertThat(cli.run("ls", "-R", image).out()).contains("/etc/os-release\n");
            assertThat(cli.run("cache", "ls").out()).contains("bootstrap  ").doesNotContain("blob ");
            assertThat(cli.run("cat", image, "/etc/os-release").out()).contains("ID=");
            assertThat(cli.run("cache", "ls").out()).containsPattern("blob +[0-9a-f]{64} +1 ");
            assertThat(cli.run("cache", "clear").err())
                    .startsWith("nydusview: removed 1 blob, 1 bootstrap and 0 unpacked images, ");

            assertThat(cli.run("ls", registry.reference("missing")).code()).isEqualTo(3);
            assertThat(cli.run("ls", registry.host() + "/Demo:x").code()).isEqualTo(2);
        }
        assertThat(cli.run("ls", "localhost:1/demo:x", "--retry-for", "0").code())
                .isEqualTo(1);
        assertThat(cli.run("ls", "bootstrap:" + directory.resolve("missing")).code())
                .isEqualTo(3);
        assertThat(cli.run("ls", "bootstrap:" + Files.writeString(directory.resolve("text"), "text"))
                        .code())
                .isEqualTo(6);
    }
}

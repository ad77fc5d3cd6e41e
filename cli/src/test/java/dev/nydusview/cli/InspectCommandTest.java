package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.output.Json;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code inspect} with requests, on images that the real tools have written. */
class InspectCommandTest {
    private static final GoldenImage IMAGE = GoldenImage.of("v6-zstd-4k");

    private Path directory;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path directory) {
        this.directory = directory;
        cli = new Cli(directory);
    }

    static Stream<GoldenImage> images() {
        return GoldenImage.all();
    }

    private Cli.Result inspect(GoldenImage image, String... requests) {
        List<String> arguments = new ArrayList<>(List.of("inspect", "bootstrap:" + image.bootstrap()));
        for (String request : requests) {
            arguments.addAll(List.of("-R", request));
        }
        return cli.with("NYDUSVIEW_BLOB_DIR", image.blobs().toString()).run(arguments.toArray(String[]::new));
    }

    private static JsonNode json(String text) {
        try {
            return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> lines(Cli.Result result) {
        return result.out().lines().map(InspectCommandTest::json).toList();
    }

    @ParameterizedTest
    @MethodSource("images")
    void answersHaveTheKeysAndValuesOfTheRealTool(GoldenImage image) throws IOException {
        List<JsonNode> answers = lines(inspect(image, "stats", "blobs", "prefetch"));

        assertThat(answers.get(0)).isEqualTo(json(image.inspected("stats")));
        assertThat(answers.get(1)).isEqualTo(json(image.inspected("blobs")));
        JsonNode prefetched = json(image.inspected("prefetch"));
        assertThat(answers.get(2)).hasSize(prefetched.size());
        for (int i = 0; i < prefetched.size(); i++) {
            assertThat(answers.get(2).get(i).propertyNames()).containsExactly("inode", "path");
            assertThat(answers.get(2).get(i).get("inode"))
                    .isEqualTo(prefetched.get(i).get("inode"));
        }
    }

    @Test
    void prefetchHasEachPathOnce() {
        JsonNode files =
                lines(inspect(GoldenImage.of("v6-prefetch-fs"), "prefetch")).get(0);

        assertThat(files.get(2).get("path").valueStream().map(JsonNode::asString))
                .containsExactly(
                        "/links/hard0",
                        "/links/hard1",
                        "/links/hard2",
                        "/links/hard3",
                        "/links/sub/hard-other-dir",
                        "/links/target");
    }

    @Test
    void requestsShareOneDirectory() {
        Cli.Result result = inspect(IMAGE, "cd etc", "stat passwd", "cd ../links", "ls sub", "cat 'rel'");

        assertThat(result.code()).isZero();
        List<JsonNode> answers = lines(result);
        assertThat(answers.get(0).get("directory").asString()).isEqualTo("/etc");
        assertThat(answers.get(1).get("path").asString()).isEqualTo("/etc/passwd");
        assertThat(answers.get(3).get("entries").get(0).get("path").asString()).isEqualTo("/links/sub/hard-other-dir");
    }

    @ParameterizedTest
    @CsvSource({"ls / | head, |, | PROGRAM", "ls >x, >x, > FILE", "cat /etc/passwd >> x, >>, > FILE"})
    void redirectionIsLeftToTheShell(String request, String word, String rest) {
        Cli.Result result = inspect(IMAGE, request);

        String verb = request.substring(0, request.indexOf(' '));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("'" + word + "' is for a shell", "write `nydusview " + verb + " REF ... " + rest + "` there");
    }

    @Test
    void requestThatFailsHasAnAnswerAndEndsNothing() {
        Cli.Result result = inspect(IMAGE, "cat nothing", "stats");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out())
                .isEqualTo("{\"request\":\"cat nothing\",\"error\":\"/nothing: no such file or directory in the image; "
                        + "`ls` lists the files\",\"code\":3}\n{\"inodes_count\":369}\n");
        assertThat(result.err()).startsWith("nydusview: /nothing: no such file or directory");
    }

    @Test
    void standardInputIsAnsweredInAnyFormat() {
        cli.input("cd /etc\nls\n\nstat os-release\nexit\nstats\n");
        String source = "bootstrap:" + IMAGE.bootstrap();

        Cli.Result text = cli.run("inspect", source);
        assertThat(text.out())
                .startsWith("/> cd /etc\n/etc> ls\n-    ")
                .endsWith("/etc> exit\n")
                .contains("/etc> stat os-release\nInode Number:           614\n");
        assertThat(text.err()).startsWith("nydusview: read ").contains(" of metadata and 0 B of ");

        Cli.Result ndjson = cli.run("inspect", source, "--format", "ndjson", "-q");
        assertThat(lines(ndjson)).hasSize(1 + 6 + 1);
        assertThat(ndjson.err()).isEmpty();
    }

    @ParameterizedTest
    @Tag("soak")
    @ValueSource(strings = {"v5-zstd-4k", "v6-batch", "v6-enc-batch", "v6-zran", "v6-tarfs", "v6-dict"})
    void chunksAreFoundByWhatTheirFilesSay(String kind) {
        GoldenImage image = GoldenImage.of(kind);
        JsonNode file = lines(inspect(image, "stat /data/t65537")).get(0);
        for (JsonNode chunk : file.get("chunks")) {
            long stored =
                    chunk.get("storedOffset").asLong() + chunk.get("storedSize").asLong() - 1;
            long plain = chunk.get("offset").asLong() + chunk.get("size").asLong() - 1;
            String blob = " --blob " + chunk.get("blob");
            List<String> requests = new ArrayList<>(List.of("chunk " + stored + blob, "chunk -u " + plain + blob));
            if (chunk.has("digest")) {
                requests.add("chunk " + chunk.get("digest").asString());
                requests.add("chunk sha256:" + chunk.get("digest").asString().substring(0, 12));
            }
            for (JsonNode answer : lines(inspect(image, requests.toArray(String[]::new)))) {
                assertThat(answer.get("chunks")
                                .valueStream()
                                .filter(found -> found.get("index").equals(chunk.get("index"))
                                        && found.get("blob").equals(chunk.get("blob")))
                                .flatMap(found -> found.get("files").valueStream())
                                .map(use -> use.get("path").asString()))
                        .contains("/data/t65537");
            }
        }
        assertThat(file.get("chunks").size()).isPositive();
    }

    @Test
    void everyLinkOfAChunkIsTold() {
        JsonNode file = lines(inspect(IMAGE, "stat /links/hard1")).get(0);
        String digest = file.get("chunks").get(0).get("digest").asString();

        JsonNode found = lines(inspect(IMAGE, "chunk " + digest)).get(0);

        assertThat(found.get("chunks").get(0).get("files").valueStream().map(use -> use.get("path")
                        .asString()))
                .contains("/links/hard0", "/links/hard1", "/links/sub/hard-other-dir");
        assertThat(lines(inspect(IMAGE, "icheck " + file.get("inode")))
                        .get(0)
                        .get("paths")
                        .valueStream()
                        .map(path -> path.get("path").asString()))
                .contains("/links/hard0", "/links/hard1", "/links/sub/hard-other-dir");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v6-enc", "v6-enc-batch"})
    void keysAreNeverPrinted(String kind) throws IOException {
        GoldenImage image = GoldenImage.of(kind);
        BlobInfo blob = RafsImage.open(ByteBuffer.wrap(Files.readAllBytes(image.bootstrap())))
                .blobs()
                .get(0);
        String source = "bootstrap:" + image.bootstrap();
        List<Cli.Result> results = List.of(
                inspect(image, "blobs", "blobs --all", "stats --all", "stat /etc/passwd"),
                cli.run("blobs", source),
                cli.run("blobs", source, "--format", "json"),
                cli.run("inspect", source, "--format", "table", "-R", "blobs"));

        for (Cli.Result result : results) {
            assertThat(result.code()).isZero();
            assertThat(result.out() + result.err())
                    .doesNotContain(blob.v6Fields().metaDigest().toString())
                    .doesNotContain(Long.toUnsignedString(blob.v6Fields().metaSize()))
                    .doesNotContain(Long.toString(blob.v6Fields().metaSize()))
                    .doesNotContain(Long.toUnsignedString(blob.v6Fields().cipherIv()));
        }
    }

    @Test
    void damagedPartsAreSaidAndTheRestIsShown() throws IOException {
        byte[] bytes = Files.readAllBytes(IMAGE.bootstrap());
        RafsImage image = RafsImage.open(ByteBuffer.wrap(bytes.clone()));
        long passwd = image.tree()
                .lookup(
                        image.tree()
                                .inode(image.tree()
                                        .lookup(
                                                image.tree().inode(image.tree().root()),
                                                dev.nydusview.rafs.model.RawName.of("etc"))
                                        .getAsLong()),
                        dev.nydusview.rafs.model.RawName.of("passwd"))
                .getAsLong();
        int offset = (int) image.tree().inode(passwd).offset();
        bytes[offset + 4] = 0;
        bytes[offset + 5] = 0;
        Path damaged = Files.write(directory.resolve("damaged.boot"), bytes);

        Cli.Result result = cli.run("ls", "-l", "bootstrap:" + damaged, "/etc");

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.out()).contains(" os-release\n", " shadow\n", "?    /etc/passwd\n");
        assertThat(result.err()).isEqualTo("nydusview: /etc/passwd: mode 00 has no file type\n");
        assertThat(json(cli.run("ls", "--format", "json", "bootstrap:" + damaged, "/etc")
                                .out())
                        .get("entries"))
                .hasSize(6);
    }

    @Test
    void imageWithoutItsBlobTableIsListed() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(IMAGE.bootstrap()));
        int table = (int) RafsImage.open(bytes).superblock().blobTableOffset();
        bytes.put(table, (byte) 0); // the first digit of the id
        Path damaged = Files.write(directory.resolve("damaged.boot"), bytes.array());
        String source = "bootstrap:" + damaged;

        Cli.Result listing = cli.run("ls", source, "/etc");
        assertThat(listing.code()).isEqualTo(6);
        assertThat(listing.out()).contains("os-release\n");
        assertThat(listing.err()).contains("v6 blob 0").contains("has no id; data that depends on it is missing");

        Cli.Result file = cli.run("stat", source, "/etc/os-release");
        assertThat(file.code()).isEqualTo(6);
        assertThat(file.out()).contains("Size:                   64\n", "Problem:                v6 chunk address");

        assertThat(cli.run("mount", source, directory.toString()).code()).isEqualTo(6);
    }

    @Test
    void pageIsWritten() throws IOException {
        Path page = directory.resolve("page.html");
        String source = "bootstrap:" + IMAGE.bootstrap();

        Cli.Result result = cli.run("inspect", source, "--html", page.toString());

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").contains("image.boot", "/xattr/cap");
        assertThat(cli.run(
                                "inspect",
                                source,
                                "--html",
                                directory.resolve("no/page.html").toString())
                        .err())
                .contains("no such file or directory");
        assertThat(cli.run("inspect", source, "--html", page.toString(), "-R", "stats")
                        .out())
                .isEqualTo("{\"inodes_count\":369}\n");
    }

    @Test
    void onlyManifestAndBootstrapAreFetched() throws IOException {
        try (LayoutRegistry registry = LayoutRegistry.start("demo").add(OciLayout.open(TestData.demoLayout()))) {
            Cli.Result result = cli.run(
                    "inspect",
                    registry.reference("nydus-v6"),
                    "-R",
                    "stats",
                    "-R",
                    "ls -lR",
                    "-R",
                    "stat /usr/lib/os-release",
                    "-R",
                    "prefetch",
                    "-R",
                    "icheck 200");

            assertThat(result.err()).contains(" of metadata and 0 B of ");
            assertThat(lines(result).get(2).get("chunks").get(0).has("digest")).isTrue();
        }
    }
}

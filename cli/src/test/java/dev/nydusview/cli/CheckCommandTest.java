package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.output.Json;
import dev.nydusview.rafs.layout.V5Layout;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.TestData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Tests the findings of {@code check} in sound, damaged and incomplete images. */
class CheckCommandTest {
    private static final GoldenImage IMAGE = GoldenImage.of("v5-zstd-1m");

    private Path directory;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path directory) {
        this.directory = directory;
        cli = new Cli(directory);
    }

    @ParameterizedTest
    @Tag("soak")
    @MethodSource("dev.nydusview.testdata.GoldenImage#all")
    void goldenImagesAreClean(GoldenImage image) {
        Cli.Result result = cli.run(
                "check",
                "--deep",
                "bootstrap:" + image.bootstrap(),
                "--blob-dir",
                image.blobs().toString());

        assertThat(result.out()).contains(": clean: ").contains(" fetched and verified; ");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
    }

    @Test
    void lastLineSaysWhatWasChecked() {
        assertThat(cli.run("check", bootstrap(), "--blob-dir", blobs()))
                .isEqualTo(new Cli.Result(
                        0, bootstrap() + ": clean: 364 inodes, 368 names, 114 chunks of 1.3 MiB; no findings\n", ""));
    }

    @Test
    void wholeImagesAreChecked() throws IOException {
        Cli.Result result =
                cli.run("check", "--deep", "--format", "json", "oci:" + TestData.demoLayout() + ":nydus-v6");

        JsonNode document = Json.read(result.out().getBytes(StandardCharsets.UTF_8), JsonNode.class);
        assertThat(result.code()).isZero();
        assertThat(document.propertyNames())
                .containsExactly(
                        "schemaVersion",
                        "image",
                        "verdict",
                        "inodes",
                        "entries",
                        "chunks",
                        "bytes",
                        "verified",
                        "counts",
                        "findings");
        assertThat(document.get("verdict").asString()).isEqualTo("clean");
        assertThat(document.get("verified").get("chunks")).isEqualTo(document.get("chunks"));
        assertThat(document.get("verified").get("bytes")).isEqualTo(document.get("bytes"));
    }

    @Test
    void damageInTheBootstrapIsExplained() throws IOException {
        ByteBuffer bytes =
                ByteBuffer.wrap(Files.readAllBytes(IMAGE.bootstrap())).order(ByteOrder.LITTLE_ENDIAN);
        int root = bytes.getInt((int) bytes.getLong(V5Layout.SB_INODE_TABLE_OFFSET)) * V5Layout.ALIGNMENT;
        bytes.putLong(root + V5Layout.I_PARENT, 7);
        Path damaged = Files.write(directory.resolve("image.boot"), bytes.array());

        assertThat(cli.run("check", "bootstrap:" + damaged, "--blob-dir", blobs(), "--format", "ndjson"))
                .isEqualTo(new Cli.Result(
                        6,
                        "{\"severity\":\"corrupt\",\"code\":\"parent\",\"files\":[\"/\"],\"inode\":1,\"offset\":" + root
                                + ",\"message\":\"the root has inode 7 as its parent\"}\n",
                        ""));
    }

    @Test
    void damagedDataIsCorrupt() throws IOException {
        Path blob = copyOfBlobs();
        byte[] bytes = Files.readAllBytes(blob);
        bytes[100] ^= 0x10;
        Files.write(blob, bytes);

        Cli.Result shallow = cli.run("check", bootstrap(), "--blob-dir", directory.toString());
        Cli.Result deep = cli.run("check", "--deep", bootstrap(), "--blob-dir", directory.toString());

        assertThat(shallow.code()).isZero();
        assertThat(deep.code()).isEqualTo(6);
        assertThat(deep.out())
                .startsWith("SEVERITY  CODE        WHERE")
                .containsPattern("\ncorrupt   chunk-data  /\\S+ .*is damaged")
                .endsWith(": corrupt: 364 inodes, 368 names, 114 chunks of 1.3 MiB, 113 of them with "
                        + deep.out().replaceAll("(?s).*113 of them with (.*) fetched.*", "$1")
                        + " fetched and verified; 1 corrupt\n");
    }

    @Test
    void missingDataIsUnreadableNotCorrupt() {
        Cli.Result result = cli.run("check", "--deep", bootstrap(), "--blob-dir", directory.toString());

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out())
                .containsPattern(
                        "\nunreadable  chunk-data  /\\S+ /\\S+ /\\S+  114 chunks of blob [0-9a-f]{64}: blob .* "
                                + "is not in ")
                .endsWith(": unreadable: 364 inodes, 368 names, 114 chunks of 1.3 MiB, 0 of them with 0 B fetched and"
                        + " verified; 1 unreadable\n");
    }

    @Test
    void bootstrapThatCannotBeOpenedIsAFinding() throws IOException {
        Path broken = Files.write(directory.resolve("image.boot"), new byte[20_000]);

        Cli.Result result = cli.run("check", "bootstrap:" + broken);

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.out())
                .contains("corrupt   bootstrap  -      " + broken
                        + " is neither a RAFS bootstrap nor a blob that carries")
                .endsWith(": corrupt: 0 inodes, 0 names, 0 chunks of 0 B; 1 corrupt\n");
    }

    @Test
    void cacheIsLeftAside() throws IOException {
        Path blob = copyOfBlobs();
        List<String> read = List.of("cat", bootstrap(), "/data/t200000", "--blob-dir", directory.toString());
        assertThat(cli.run(read.toArray(String[]::new)).code()).isZero();
        Files.delete(blob);

        assertThat(cli.run("check", "--deep", bootstrap(), "--blob-dir", directory.toString())
                        .out())
                .contains(" 0 of them with 0 B fetched and verified");
    }

    private static String bootstrap() {
        return "bootstrap:" + IMAGE.bootstrap();
    }

    private static String blobs() {
        return IMAGE.blobs().toString();
    }

    private Path copyOfBlobs() throws IOException {
        try (Stream<Path> blobs = Files.list(IMAGE.blobs())) {
            Path blob = blobs.findFirst().orElseThrow();
            return Files.copy(blob, directory.resolve(blob.getFileName().toString()));
        }
    }
}

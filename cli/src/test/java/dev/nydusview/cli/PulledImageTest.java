package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.base.Sha256;
import dev.nydusview.jobs.output.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Scans of a plain image, which is pulled and unpacked. */
@Tag("mount")
@Timeout(120)
class PulledImageTest {
    private Path directory;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        cli = new Cli(this.directory);
        byte[] tar = tar("etc/version", "1.2\n");
        String config = blob(json("{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + Sha256.of(tar) + "\"]}}"));
        String manifest = blob(json("{\"schemaVersion\":2,\"config\":" + config + ",\"layers\":[" + blob(tar) + "]}"));
        Files.write(image().resolve("index.json"), json("{\"schemaVersion\":2,\"manifests\":[" + manifest + "]}"));
    }

    private Path image() {
        return directory.resolve("image");
    }

    /** Adds a blob to the layout; returns its descriptor. */
    private String blob(byte[] content) throws IOException {
        String digest = Sha256.of(content).toString();
        Path blobs = Files.createDirectories(image().resolve("blobs/sha256"));
        Files.write(blobs.resolve(digest.substring("sha256:".length())), content);
        return "{\"digest\":\"" + digest + "\",\"size\":" + content.length + "}";
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] tar(String name, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(content.length());
            tar.putArchiveEntry(entry);
            tar.write(json(content));
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private Cli.Result scan(String script) {
        return cli.run(
                "scan",
                "oci:" + image(),
                "--fallback",
                "pull",
                "--receipt",
                directory.resolve("receipt.json").toString(),
                "--",
                "sh",
                "-c",
                script,
                "sh",
                "{}");
    }

    private JsonNode receipt() throws IOException {
        return Json.read(Files.readAllBytes(directory.resolve("receipt.json")), JsonNode.class);
    }

    private Path unpacked() throws IOException {
        Path images = directory.resolve(".cache/nydusview/images");
        try (Stream<Path> entries = Files.list(images)) {
            return entries.filter(entry -> Files.isDirectory(entry.resolve("root")))
                    .findFirst()
                    .orElseThrow()
                    .resolve("root");
        }
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    @Test
    void rootSeesAllOfItAndCanChangeNothing() throws IOException {
        Assumptions.assumeTrue(isRoot(), "not root");
        Cli.Result result = scan("cat \"$1/etc/version\"; touch \"$1/new\" 2>/dev/null || echo unchanged");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo("1.2\nunchanged\n");
        assertThat(receipt().get("complete").asBoolean()).isTrue();
        assertThat(receipt().get("image").get("way").asString()).isEqualTo("pull");
        assertThat(receipt().get("unpacked").get("readOnly").asBoolean()).isTrue();
    }

    @Test
    void whoIsNotRootLosesOwnersAndHasNoCompleteScan() throws IOException {
        Assumptions.assumeFalse(isRoot(), "root loses nothing");
        Cli.Result result = scan("exit 0");
        assertThat(result.code()).isEqualTo(120);
        assertThat(result.err()).contains("owners and capabilities of ", " were lost: unpack as root");
        assertThat(receipt().get("complete").asBoolean()).isFalse();
        assertThat(receipt().get("unpacked").get("lost").get(0).get("kind").asString())
                .isEqualTo("owner");
    }

    @Test
    void whatWasChangedInTheCacheIsNotScanned() throws IOException {
        scan("exit 0");
        Path version = unpacked().resolve("etc/version");
        String right = Files.readString(version);
        Files.setPosixFilePermissions(version, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(version, right.replace('1', '9'));

        Cli.Result result = scan("cat \"$1/etc/version\"");
        assertThat(result.out()).isEqualTo(right);
        assertThat(result.err())
                .contains("in the cache was changed (/etc/version was changed): discarded and unpacked again");
        assertThat(scan("exit 0").err())
                .contains("already unpacked in the cache")
                .doesNotContain("discarded");
    }
}

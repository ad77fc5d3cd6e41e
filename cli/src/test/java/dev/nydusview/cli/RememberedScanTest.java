package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.output.Json;
import dev.nydusview.linux.TreeRemoval;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Scans by programs without a profile, which fetch what was read of other images of the repository. */
@Timeout(120)
@Tag("mount")
class RememberedScanTest {
    private static final String READS = "cat \"$1/etc/passwd\" \"$1/etc/group\" \"$1\"/usr/bin/* >/dev/null; exit 0";

    private Path directory;
    private Path cache;
    private LayoutRegistry registry;
    private Cli cli;

    @BeforeEach
    void start(@TempDir Path temporary) throws IOException {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "no access to /dev/fuse");
        directory = temporary.toRealPath();
        cache = directory.resolve("cache");
        OciLayout layout = OciLayout.open(TestData.demoLayout());
        registry = LayoutRegistry.start("demo").add(layout);
        Descriptor image = layout.named("nydus-v6");
        registry.addManifest("later", image.mediaType(), layout.content(image).readAllBytes());
        cli = new Cli(directory).with("NYDUSVIEW_CACHE_DIR", cache.toString());
    }

    @AfterEach
    void end() {
        registry.close();
    }

    /** Returns the receipt of a scan of {@code tag} whose program does {@code script}. */
    private JsonNode scan(String tag, String script, String... options) throws IOException {
        Path receipt = directory.resolve("receipt.json");
        List<String> line = new ArrayList<>(List.of("scan", registry.reference(tag), "--receipt", receipt.toString()));
        line.addAll(List.of(options));
        line.addAll(List.of("--", "sh", "-c", script, "sh", "{}"));
        Cli.Result result = cli.run(line.toArray(String[]::new));
        assertThat(result.code()).as(result.err()).isZero();
        return Json.read(Files.readAllBytes(receipt), JsonNode.class);
    }

    private static long fetched(JsonNode receipt) {
        return receipt.get("scanners").get(0).get("access").get("bytesFetched").asLong();
    }

    private void dropChunks() throws IOException {
        TreeRemoval.remove(cache.resolve("blobs"));
    }

    @Test
    void whatWasReadOfAnotherTagIsFetchedAhead() throws IOException {
        JsonNode first = scan("nydus-v6", READS);
        assertThat(first.get("ahead").get("requests").asLong()).isZero();
        assertThat(fetched(first)).isPositive();
        assertThat(cli.run("cache", "ls").out()).contains("reads", registry.host() + "/demo (");
        dropChunks();

        JsonNode second = scan("later", "sleep 2; " + READS);
        assertThat(fetched(second)).isZero();
        assertThat(second.get("ahead").get("requests").asLong()).isPositive();
        assertThat(second.get("ahead").get("bytes").asLong())
                .isEqualTo(second.get("transfer").get("bytes").asLong());
        dropChunks();

        JsonNode bounded = scan("later", READS, "--budget", "1000");
        assertThat(bounded.get("ahead").get("bytes").asLong()).isLessThanOrEqualTo(1000);
    }

    @Test
    void noProfileTurnsItOff() throws IOException {
        scan("nydus-v6", READS, "--no-profile");
        assertThat(cli.run("cache", "ls").out()).doesNotContain("reads");
        scan("nydus-v6", READS);
        dropChunks();

        JsonNode second = scan("later", READS, "--no-profile");
        assertThat(second.get("ahead").get("requests").asLong()).isZero();
        assertThat(fetched(second)).isPositive();
    }
}

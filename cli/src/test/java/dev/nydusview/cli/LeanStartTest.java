package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands on local or cached metadata load nothing that only requests and documents of other commands need. */
@Timeout(120)
class LeanStartTest {
    private static final Pattern LOADED = Pattern.compile("\\] (\\S+) source: ");

    /** HTTP, TLS, and JSON by reflection. */
    private static final List<String> HEAVY = List.of(
            "okhttp3.",
            "okio.",
            "kotlin.",
            "javax.net.ssl.",
            "sun.security.ssl.",
            "tools.jackson.databind.",
            "java.net.http.");

    private final Path directory;
    private final Path log;
    private final Cli cli;

    LeanStartTest(@TempDir Path temporary) throws IOException {
        directory = temporary.toRealPath();
        log = directory.resolve("classes");
        cli = new Cli(directory).with("JAVA_TOOL_OPTIONS", "-Xlog:class+load=info:file=" + log);
    }

    private String run(String... line) throws IOException, InterruptedException {
        Process process = cli.process(Main.class, line);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(err).isZero();
        return out;
    }

    private List<String> heavy() throws IOException {
        List<String> loaded = LOADED.matcher(Files.readString(log, StandardCharsets.ISO_8859_1))
                .results()
                .map(result -> result.group(1))
                .toList();
        assertThat(loaded).contains("dev.nydusview.cli.Main");
        return loaded.stream()
                .filter(name -> HEAVY.stream().anyMatch(name::startsWith))
                .toList();
    }

    @Test
    void version() throws Exception {
        assertThat(run("version")).contains("RAFS:");
        assertThat(heavy()).isEmpty();
    }

    @Test
    void statisticsOfALocalBootstrap() throws Exception {
        String bootstrap = "bootstrap:" + GoldenImage.of("v6-merged").bootstrap();

        assertThat(run("inspect", "-R", "stats", bootstrap)).startsWith("{\"inodes_count\":");
        assertThat(heavy()).isEmpty();
        assertThat(run("stats", "--format", "json", bootstrap)).contains("\"schemaVersion\" : 1,");
        assertThat(heavy()).isEmpty();
    }

    @Test
    void metadataOfACachedImage() throws Exception {
        try (LayoutRegistry registry = LayoutRegistry.start("demo").add(OciLayout.open(TestData.demoLayout()))) {
            String tag = registry.reference("nydus-v6");
            String listed = run("ls", "-l", tag, "/etc");
            assertThat(heavy()).isNotEmpty(); // what a tag names is asked for
            String image =
                    run("stat", tag, "/", "--format", "json").replaceFirst("(?s).*\"image\" : \"([^\"]*)\".*", "$1");
            assertThat(image).contains("@sha256:");

            assertThat(run("ls", "-l", image, "/etc")).isEqualTo(listed);
            assertThat(heavy()).isEmpty();
            assertThat(run("ls", "--offline", tag)).contains("etc\n");
            assertThat(heavy()).isEmpty();
            assertThat(run("complete", "cat", tag, "/et")).isEqualTo("paths\n/etc/\n");
            assertThat(heavy()).isEmpty();
        }
    }

    /** A digest names the same whoever is asked; what was changed on the disk is fetched again. */
    @Test
    void aDamagedManifestInTheCacheIsFetchedAgain() throws Exception {
        try (LayoutRegistry registry = LayoutRegistry.start("demo").add(OciLayout.open(TestData.demoLayout()))) {
            String tag = registry.reference("nydus-v6");
            String image =
                    run("stat", tag, "/", "--format", "json").replaceFirst("(?s).*\"image\" : \"([^\"]*)\".*", "$1");
            Path manifest = directory.resolve(".cache/nydusview/manifests/" + image.replaceFirst(".*@sha256:", ""));
            Files.writeString(manifest, "{}");

            assertThat(run("ls", image)).contains("etc\n");
            assertThat(heavy()).isNotEmpty();
        }
    }
}

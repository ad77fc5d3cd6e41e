package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Care of a cache that images of a registry have filled. */
class CacheCommandsTest {
    private Path root;
    private Cli cli;
    private LayoutRegistry registry;
    private String image;

    @BeforeEach
    void fill(@TempDir Path directory) throws IOException {
        root = directory.resolve("cache");
        cli = new Cli(directory).with("NYDUSVIEW_CACHE_DIR", root.toString());
        registry = LayoutRegistry.start("demo").add(OciLayout.open(TestData.demoLayout()));
        image = registry.reference("nydus-v6");
        assertThat(extract("full").code()).isZero();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Cli.Result extract(String name) {
        return cli.run("extract", image, root.resolveSibling(name).toString());
    }

    private List<Path> files(String directory, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(directory))) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    private long cachedChunks() {
        Matcher blob = Pattern.compile("blob +[0-9a-f]{64} +(\\d+) ")
                .matcher(cli.run("cache", "ls").out());
        return blob.results().mapToLong(one -> Long.parseLong(one.group(1))).sum();
    }

    @Test
    void aSoundCacheVerifiesInFull() {
        Cli.Result verified = cli.run("cache", "verify");
        assertThat(verified.code()).isZero();
        assertThat(verified.err())
                .matches("nydusview: verified \\d+ documents, 1 bootstrap and " + cachedChunks() + " chunks\n");
        assertThat(cli.run("cache", "verify", "--quiet").err()).isEmpty();
    }

    @Test
    void damagedChunksAreRemovedAndSaid() throws IOException {
        long before = cachedChunks();
        Path data = files("blobs", ".data").get(0);
        byte[] bytes = Files.readAllBytes(data);
        bytes[0] ^= 1;
        Files.write(data, bytes);

        Cli.Result verified = cli.run("cache", "verify");
        assertThat(verified.code()).isEqualTo(6);
        assertThat(verified.err()).contains("nydusview: damaged, removed: 1 chunk of blob ", " at offset 0\n");
        assertThat(cachedChunks()).isEqualTo(before - 1);
        assertThat(cli.run("cache", "verify").code()).isZero();
        assertThat(extract("again").code()).isZero();
        assertThat(cachedChunks()).isEqualTo(before);
    }

    @Test
    void chunksBeyondTheEndOfATruncatedFileAreRemoved() throws IOException {
        Path data = files("blobs", ".data").get(0);
        Files.write(data, Arrays.copyOf(Files.readAllBytes(data), 1));
        assertThat(cli.run("cache", "verify").code()).isEqualTo(6);
        assertThat(cachedChunks()).isZero();
    }

    @Test
    void damagedBootstrapsAndDocumentsAreRemovedAndSaid() throws IOException {
        Path bootstrap = files("bootstraps", "").get(0);
        Files.writeString(bootstrap.resolve("layer"), "other");
        Path manifest = files("manifests", "").get(0);
        Files.writeString(manifest, "{}");

        Cli.Result verified = cli.run("cache", "verify");
        assertThat(verified.code()).isEqualTo(6);
        assertThat(verified.err())
                .contains("damaged, removed: bootstrap " + bootstrap.getFileName() + "\n")
                .contains("damaged, removed: document " + manifest.getFileName() + "\n")
                .contains("; not known: " + cachedChunks() + " chunks\n");
        assertThat(bootstrap).doesNotExist();
        assertThat(manifest).doesNotExist();
        assertThat(extract("again").code()).isZero();
    }

    @Test
    void verifyingIsNotAUse() throws IOException {
        Instant longAgo = Instant.parse("2001-02-03T04:05:06Z");
        for (Path file : files("blobs", "")) {
            Files.setLastModifiedTime(file, FileTime.from(longAgo));
        }
        assertThat(cli.run("cache", "verify").code()).isZero();
        assertThat(cli.run("cache", "ls").out()).containsPattern("blob .* " + longAgo + "\n");
    }

    @Test
    void pruningByAgeLeavesWhatWasUsed() {
        long before = cachedChunks();
        assertThat(cli.run("cache", "prune", "--older-than", "1d").err())
                .startsWith(
                        "nydusview: removed 0 parts of blobs, 0 bootstraps, 0 unpacked images, 0 documents and 0 scan "
                                + "results, 0 B; images take ");
        assertThat(cachedChunks()).isEqualTo(before);
        assertThat(cli.run("cache", "prune", "--older-than", "0").err())
                .containsPattern(
                        "removed [1-9]\\d* parts? of blobs, 1 bootstrap, 0 unpacked images, [1-9]\\d* documents");
        assertThat(cachedChunks()).isZero();
        assertThat(cli.run("cache", "ls").out()).doesNotContain("bootstrap ", "name ");
        assertThat(extract("again").code()).isZero();
        assertThat(cachedChunks()).isEqualTo(before);
    }

    @Test
    void pruningByAgeTellsUsesApart() throws IOException {
        Path bootstrap = files("bootstraps", "").get(0);
        Instant longAgo = Instant.now().minus(Duration.ofDays(40));
        try (Stream<Path> files = Files.list(bootstrap)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(longAgo));
            }
        }
        assertThat(cli.run("ls", image).code()).as("a use of the bootstrap").isZero();
        assertThat(cli.run("cache", "prune", "--older-than", "30d").code()).isZero();
        assertThat(bootstrap).exists();
    }

    @Test
    void pruningBySizeStopsWhenTheRestFits() {
        assertThat(cli.run("cache", "prune", "--size", "1G").err()).contains("removed 0 parts of blobs, 0 bootstraps");
        assertThat(cachedChunks()).isPositive();
        assertThat(cli.run("cache", "prune", "--size", "0").code()).isZero();
        assertThat(cachedChunks()).isZero();
    }

    @Test
    void pruningSaysWhatItNeeds() {
        Cli.Result result = cli.run("cache", "prune");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--older-than AGE, --size SIZE or --image REF");
        assertThat(cli.run("cache", "prune", "--older-than", "soon").code()).isEqualTo(2);
    }

    @Test
    void aDirectoryOfOthersIsNeitherPrunedNorVerified(@TempDir Path other) throws IOException {
        Path theirs = Files.writeString(other.resolve("theirs"), "theirs");
        for (String command : List.of("verify", "prune")) {
            Cli.Result result = command.equals("verify")
                    ? cli.run("cache", command, "--cache-dir", other.toString())
                    : cli.run("cache", command, "--size", "0", "--cache-dir", other.toString());
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err()).contains("does not look like a cache of nydusview");
        }
        assertThat(theirs).exists();
    }

    @Test
    void classArchivesAreListedAsWhatTheyAre() throws IOException {
        Files.createDirectories(root.resolve("archives"));
        Files.writeString(root.resolve("archives/classes-17.0.9.jsa"), "classes");
        assertThat(cli.run("cache", "ls").out()).containsPattern("archive +classes-17\\.0\\.9\\.jsa +0 +7 B ");
    }
}
